"""Papers and their writers: plain data in, bytes out. No Django, no database, no settings.

`documents` says what an official paper holds; `pdf` sets it on A4. Other writers (DOCX) take the same data.
"""
