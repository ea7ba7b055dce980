"""HTTP without domain rules: errors as problem details, identity, limits, pages, health.

asgi.py        small pieces of the ASGI protocol     problem.py    errors as application/problem+json
identity.py    whose request is this                 front_door.py what every request passes
sessions.py    signing in and out                    pages.py      the built browser pages
health.py      /healthz, /readyz, /metrics           sse.py        server-sent events
"""
