"""The platforms over which the watched come: each user is a fan, the same one every time."""

from collections.abc import Sequence

from grandstand.campaign.eligibility import FanFacts
from grandstand.campaign.platforms import PlatformPlan, Platforms
from grandstand.campaign.programme import Programme
from grandstand.cli.days.crowd import joined_at
from grandstand.cli.days.crowding import answers
from grandstand.demo.fraudsters import Person
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.ids import PoolId, SubjectId

FRONTS = ("lantern-messenger", "harbour-shop")
BEGINNING = "the nine days begin"


class Fronts:
    """Both platforms.

    Args:
        platforms: the service.
        operator: who adds them.
    """

    def __init__(self, platforms: Platforms, operator: Principal) -> None:
        self._platforms = platforms
        self._operator = operator
        self._viewers: list[Principal] = []

    async def build(self, programme: Programme, pools: Sequence[PoolId]) -> None:
        """Add the platforms, each with a part of every pool that is as large as the pool itself."""
        budget = sum(wave.budget.total_minor for wave in programme.waves)
        for name in FRONTS:
            plan = PlatformPlan(name=name, currency=programme.currency, budget_minor=budget)
            added = await self._platforms.add(self._operator, plan, BEGINNING)
            for pool, wave in zip(pools, programme.waves, strict=True):
                part = (wave.budget.shares, wave.budget.total_minor)
                await self._platforms.allot(self._operator, name, pool, *part, BEGINNING)
            key = SubjectId(added.key.id)
            self._viewers.append(Principal(key, Role.PLATFORM, None, self._operator.expires_at))

    async def bring(self, people: Sequence[Person]) -> None:
        """Have everybody come over one of the platforms: she is the fan that it makes of her from now on."""
        fans = await answers(people, self._fan)
        known = {}
        for person, fan in zip(people, fans, strict=True):
            assert not isinstance(fan, GrandstandError), fan
            known[person.id] = fan
        for person in people:
            person.id = known[person.id]
            person.inviter = None if person.inviter is None else known[person.inviter]

    async def _fan(self, person: Person) -> SubjectId:
        viewer = self._viewers[person.id.int % len(self._viewers)]
        facts = FanFacts(fan=person.id, joined_at=joined_at(person)).facts
        return (await self._platforms.fan(viewer, str(person.id), facts)).fan
