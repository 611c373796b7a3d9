"""Tables in and out: spreadsheets people send, ranges they paste, workbooks we hand back, columns we refuse.

`reading.read_table` and `paste.read_paste` give a `Table` of text cells that know their place; `refusals` finds
columns that must not be stored; `writing` turns data into workbooks and CSV. No Django, no database, no file left behind.
"""
