"""The nine days as a play: crowd, shops, fraudsters and outages on the real services, in minutes.

script.py    how large, and the programme's file at that size
crowd.py     who comes when, and what for: decided beforehand from the seed
crowding.py  how a crowd asks: many at once, and again until she is answered
fronts.py    the platforms over which the watched come
street.py    the shops, some with systems that may be down
play.py      the days, a step of the clock at a time; what breaks, and who reviews
tally.py     what it came to, counted from the rows
stage.py     all of it on a PostgreSQL of its own
storage.py, queries.sql   the counting

Everything is in one process and past HTTP: a million people are not asked for on two cores otherwise. What HTTP
costs is measured elsewhere (benchmarks/campaign_paths.py).
"""

from grandstand.cli.days.script import FANS_MIN, Script
from grandstand.cli.days.stage import Played, nine_days, play_days
from grandstand.cli.days.tally import Tally

__all__ = ["FANS_MIN", "Played", "Script", "Tally", "nine_days", "play_days"]
