"""Tables that people bring: what is in them, worked out beside the server by a process that can do nothing else.

reading.py     bytes to columns: encoding, separator, header, numbers and dates; pure
indicators.py  change over 7 days and 12 months, relative strength; pure
figures.py     what is worked out of columns, by DuckDB in memory
process.py     the process that does both, and what it gives up before
desk.py        the server's side of it

Light to import, since every table starts a process anew. DuckDB is in the extra `reports`.
"""

from grandstand.tables.desk import TABLE_TIMEOUT_S, TableDesk
from grandstand.tables.figures import ColumnFigures, Counts, Figures, Line
from grandstand.tables.indicators import Change, change_over_7_days, change_over_12_months, rsi_14
from grandstand.tables.process import Fault
from grandstand.tables.reading import TABLE_BYTES_MAX, TABLE_COLUMNS_MAX, TABLE_ROWS_MAX, ColumnKind

__all__ = [
    "TABLE_BYTES_MAX",
    "TABLE_COLUMNS_MAX",
    "TABLE_ROWS_MAX",
    "TABLE_TIMEOUT_S",
    "Change",
    "ColumnFigures",
    "ColumnKind",
    "Counts",
    "Fault",
    "Figures",
    "Line",
    "TableDesk",
    "change_over_7_days",
    "change_over_12_months",
    "rsi_14",
]
