"""A fictional winter Games, day by day, as the messages of its feed: for the demo and for tests.

    programme.py            16 disciplines, 116 events
    nations.py, naming.py, athletes.py   who takes part; nobody exists
    formats.py, plan.py     how each event is decided; the timetable
    trouble.py, schedule.py what goes wrong, and what that does to the timetable
    turns.py, heats.py, duels.py, matches.py   the four ways to compete
    lines.py, telling.py, contest.py    rows; how a unit is told; an event from start list to medals
    groups.py, knockouts.py, progress.py    tables and brackets, told whenever they change
    announcements.py, records.py, weather.py    what is told beside the contests
    medals.py, layout.py, drafts.py     medals and their table; elements and headers as text
    simulated.py            all of it merged by time
    delivery.py             as a feed delivers it: twice, late, with tests and holes
    play_live.py            handing it to the live part: what is past at once, then in real time

A pure function of (seed, first day, zone, days). No athlete is real and no result is; the nations are.
"""

from grandstand.demo.games.delivery import delivered
from grandstand.demo.games.play_live import games_on_now, play_games
from grandstand.demo.games.simulated import Emitted, SimulatedGames

__all__ = ["Emitted", "SimulatedGames", "delivered", "games_on_now", "play_games"]
