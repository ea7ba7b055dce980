"""What every part stands on: settings, database, clock, ids, money, errors, limits, keys, telemetry, texts.

No module here knows HTTP or a domain. Import the module you need; there is no face to import from.
"""
