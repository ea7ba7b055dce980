"""A consistent copy of the database while it serves, and the way back.

    folder.py     what lies on disk: manifest, MAC, digests; appears when it is whole
    programs.py   pg_dump, pg_restore and psql, of the wheel or of the system
    storage.py    what is asked of the database before and after
    errors.py     what can go wrong

What the books and heads of the pools are, and whether they are right, the campaign says; `cli/backup.py` and
`cli/restore.py` bring the two together.
"""
