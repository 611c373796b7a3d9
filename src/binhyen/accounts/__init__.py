"""People who sign in, the roles they hold, and the part of the tree each role covers.

A scope is the id of a unit, without a foreign key: accounts stand below units. `selectors.may` answers
whether a person may do an act on a unit, given the ids of the unit and of everything above it.
"""
