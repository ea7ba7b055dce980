"""Platforms: other companies' fronts over which fans come, with keys, budgets and parts of pools of their own.

models.py     platforms, keys, parts, settlements, events
rules.py      what a platform may be, which fan a user is: pure
service.py    add, allot, settle; sign in, bring fans
telling.py    signed webhooks of what became of its fans, through the outbox
storage.py, queries.sql, schema/   the tables; parts and facts, which claims depend on, are the heart's
routes.py     HTTP
errors.py     what can be answered instead
"""

from grandstand.campaign.platforms.models import (
    AddedPlatform,
    NewKey,
    Platform,
    PlatformEvents,
    PlatformFan,
    PlatformPlan,
    Settlement,
)
from grandstand.campaign.platforms.routes import bringing, platform_paths, platform_routes
from grandstand.campaign.platforms.service import Platforms

__all__ = [
    "AddedPlatform",
    "NewKey",
    "Platform",
    "PlatformEvents",
    "PlatformFan",
    "PlatformPlan",
    "Platforms",
    "Settlement",
    "bringing",
    "platform_paths",
    "platform_routes",
]
