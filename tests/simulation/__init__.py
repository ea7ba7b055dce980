"""The campaign's night, simulated: the real engine on a real PostgreSQL, one step at a time, as a seed decides.

scheduler.py   who goes next, and the trace of it
server.py      the lines to PostgreSQL, and which statement waits for a lock
database.py    the one seam: wires between our code and the driver, which break
process.py     a server process: engine, services, self-check, a clock that is off
plan.py        what a seed decides beforehand
fans.py        those who claim, twice, again, and for a receipt
staff.py       operators with their acts; the chores of the processes
gremlin.py     whoever kills, cuts, delays, and lies in wait
witness.py     sees what is committed after every step, and holds every answer against it
world.py       what they share
night.py       everybody at once, then the last round
ending.py      everything counted again
stage.py       many nights, one after the other
"""
