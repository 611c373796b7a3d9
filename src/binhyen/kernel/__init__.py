"""Words that every part of the house shares: errors, clock, periods, kinds of unit, codes, Vietnamese text.

Standard library only. Nothing here knows a database, a web framework or a rule.
"""
