"""What happens to a timetable: the elements of units and sessions, and delays, postponements, wrong keys. Pure."""

from datetime import datetime, timedelta

from grandstand.demo.games.drafts import Bulk, Change, Draft, Words
from grandstand.demo.games.formats import VENUES, Mode, format_of
from grandstand.demo.games.layout import attributes, discipline_key, iso, placeholder
from grandstand.demo.games.plan import Sitting, Slot
from grandstand.live import Placeholder

UPDATE = "DT_SCHEDULE_UPDATE"
DELAYED_BEFORE = timedelta(minutes=25)
POSTPONED_BEFORE = timedelta(minutes=95)
AGAIN_AFTER = timedelta(minutes=160)
TAKEN_BACK_AFTER = timedelta(minutes=11)
WRONG_BEFORE = timedelta(minutes=70)


def unit(slot: Slot) -> str:
    """The unit as it is now. What happened is told beside the plan, never instead of it."""
    head = attributes(
        [
            ("Code", slot.key),
            ("PhaseType", "3"),
            ("UnitNum", slot.index + 1),
            ("ScheduleStatus", slot.status),
            ("StartDate", iso(slot.start)),
            ("HideStartDate", "Y" if slot.hidden else None),
            ("EndDate", iso(slot.end)),
            ("ActualStartDate", None if slot.actual_start is None else iso(slot.actual_start)),
            ("ActualEndDate", None if slot.actual_end is None else iso(slot.actual_end)),
            ("Order", slot.order),
            ("Medal", slot.medal),
            ("Venue", slot.venue),
            ("Location", slot.location),
            ("SessionCode", slot.session),
        ]
    )
    text = f'<StartText Language="ENG" Value="{slot.start_text}"/>' if slot.start_text else ""
    starters = "".join(
        f'<Start StartOrder="{order}">{each}</Start>' for order, each in enumerate(slot.starters, start=1)
    )
    listed = f"<StartList>{starters}</StartList>" if starters else ""
    return f'<Unit{head}><ItemName Language="ENG" Value="{slot.name}"/>{text}{listed}</Unit>'


def session(sitting: Sitting, *, start: datetime | None = None) -> str:
    """The session of a sitting, at the time that was planned or another one."""
    begins = sitting.start if start is None else start
    head = attributes(
        [
            ("SessionCode", sitting.session),
            ("StartDate", iso(begins)),
            ("EndDate", iso(begins + (sitting.end - sitting.start))),
            ("Venue", sitting.venue),
            ("VenueName", VENUES[sitting.venue]),
            ("Medal", "1" if any(slot.medal for slot in sitting.slots) else None),
        ]
    )
    return f"<Session{head}/>"


def prepare(sitting: Sitting, *, is_hidden: bool) -> None:
    """What the timetable shows from the first day on: who is not known yet, and starts that are not shown."""
    for slot in sitting.slots:
        if format_of(slot.event).stages[slot.stage].mode in {Mode.DUELS, Mode.MATCHES} and not slot.starters:
            slot.starters = (placeholder(Placeholder.TBD),) * 2
        if is_hidden:
            slot.hidden = True
            slot.start_text = f"Not before {sitting.start:%H:%M}" if slot.order == 1 else "To follow"


def delay(sitting: Sitting, by: timedelta) -> list[Draft]:
    """The sitting begins later: every unit has a new plan."""
    at = sitting.held_at - DELAYED_BEFORE
    return [
        Change(at + timedelta(seconds=slot.order), (slot,), _moved(slot, by) | {"status": "DELAYED"})
        for slot in sitting.slots
    ]


def postponement(sitting: Sitting) -> list[Draft]:
    """First there is no new time, then there is one on another day."""
    assert sitting.again_at is not None
    by = sitting.again_at - sitting.start
    at = sitting.start - POSTPONED_BEFORE
    found: list[Draft] = []
    for slot in sitting.slots:
        unknown = {"status": "POSTPONED", "hidden": True, "start_text": "To be decided"}
        known = _moved(slot, by) | {"status": "RESCHEDULED", "hidden": False, "start_text": None}
        found.append(Change(at, (slot,), unknown))
        found.append(Change(at + AGAIN_AFTER, (slot,), known, extra=session(sitting, start=sitting.again_at)))
    return found


def reset(sitting: Sitting, by: timedelta) -> list[Draft]:
    """A delay is announced, and the next bulk takes it back: what came before a bulk no longer holds."""
    at = sitting.start - POSTPONED_BEFORE
    back_at = at + TAKEN_BACK_AFTER
    slot = sitting.slots[0]
    return [
        Change(at, (slot,), _moved(slot, by) | {"status": "DELAYED"}),
        Change(back_at, (slot,), _moved(slot, timedelta()) | {"status": "SCHEDULED"}, is_told=False),
        Bulk(back_at, slot.event.discipline),
    ]


def wrong_key(sitting: Sitting) -> Draft:
    """An update of a unit whose key has lost its last character, as happens in live feeds."""
    slot = sitting.slots[0]
    inner = unit(slot).replace(slot.key, slot.key[:-1])
    return Words(sitting.start - WRONG_BEFORE, UPDATE, discipline_key(slot.event.discipline), "", inner)


def _moved(slot: Slot, by: timedelta) -> dict[str, object]:
    return {"start": slot.start + by, "end": slot.end + by}
