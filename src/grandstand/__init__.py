"""Grandstand: the stage for the night when everybody turns up.

The packages, from the top down: `cli` (commands) > `app` (wiring) > `demo` (the first evening) > `campaign`
(a fixed budget given to a crowd) > `web` (HTTP without domain rules) > `kernel` (settings, database, money,
errors, who is who). ARCHITECTURE.md follows one claim through all of them.
"""

__version__ = "0.1.0"
