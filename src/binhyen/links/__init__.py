"""Links with a PIN: how the head of a unit registers and reports from a telephone, without an account.

A link leads to one dossier, for some weeks. Whoever has both it and its PIN may do for that unit, in that cycle, what
its head may do; every act is logged in the name of the link and of the officer who gave it.
"""
