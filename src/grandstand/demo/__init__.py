"""The first evening: a demo campaign, and the crowd of 6 February 2026 sent through the real HTTP path.

first_evening.py   what `grandstand up --demo` puts into an empty database
curve.py           the published arrivals of that day, compressed; pure
crowd.py           many fans on many connections, each with a token of her own
platforms.py       two platforms with parts of the launch pool
night.py           capacity, overload and the curve in one run, and the books afterwards
"""
