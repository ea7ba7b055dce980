"""What was put into the manuals on purpose, so that a search engine can fail on it.

* Some sections exist in one language only (ONLY_IN): whoever asks in another one needs that language's manual.
* Two manuals have an older edition with other values (REVISED); it must not answer.
* Pairs of documents give different values for the same (DIFFERING): both must be shown.
* Rows of tables are answers (ROWS), e.g. the last bus of a line, or where a control station is.
* Two committees have briefings of their own. They answer what no manual does (PRIVATE), and GER's allows six
  guests a day where the public guide allows twelve.
* The Arabic medical guide writes its numbers with Arabic-Indic digits.
* In every language a code may stand in a text of another script: T1, H9, VX.
"""

from typing import NamedTuple


class Place(NamedTuple):
    """A section of a manual."""

    manual: str
    anchor: str


class Values(NamedTuple):
    """The same fact as two documents give it."""

    one: Place
    value: str
    other: Place
    other_value: str


ONLY_IN = {
    "en": (Place("accreditation", "lost-pass"), Place("transport", "lost-property")),
    "fr": (Place("accreditation", "french-help"), Place("medical", "night-pharmacy")),
    "de": (Place("team-leaders", "customs-carnet"), Place("transport", "wax-trucks")),
    "zh": (Place("team-leaders", "tea-kitchen"), Place("medical", "traditional-medicine")),
    "ar": (Place("team-leaders", "prayer-rooms"), Place("anti-doping", "fasting")),
    "es": (Place("accreditation", "transit-visa"), Place("transport", "southern-charter")),
}

DIFFERING = (
    Values(Place("transport", "last-bus"), "23:30", Place("team-leaders", "evenings"), "23:45"),
    Values(Place("medical", "clinic-hours"), "22:00", Place("team-leaders", "polyclinic-brief"), "23:00"),
)
"""The last bus from Lantern Arena; when general medicine in Forest Village closes."""

REVISED = {
    Place("accreditation", "validation"): ("72", "48"),
    Place("accreditation", "centre-hours"): ("18:00", "19:30"),
    Place("accreditation", "guest-pass"): ("8", "12"),
    Place("accreditation", "team-doctor"): ("60", "45"),
    Place("accreditation", "quota"): ("70", "85"),
    Place("transport", "line-table"): ("21:45", "22:45"),
    Place("transport", "last-bus"): ("23:00", "23:30"),
    Place("transport", "car-booking"): ("30", "40"),
    Place("transport", "parking"): ("110", "140"),
}
"""A value of the older edition, and the newer one's; accreditation in English and French, transport in English
and German. The older editions lack the section on lost passes, on help in French, and on charging."""

ROWS = {
    Place("transport", "line-table"): ("T6", "22:45"),
    Place("transport", "parking"): ("P6", "310"),
    Place("accreditation", "centre-hours"): ("F1", "2130"),
    Place("anti-doping", "station-table"): ("S6", "2716"),
    Place("team-leaders", "deadlines"): ("18:00", "V2"),
}
"""What names a row, and the cell of it that is the answer; the same in every language."""

PRIVATE = {
    "noc:GER": (("ger-office", "5401"), ("ger-cars", "23:05"), ("ger-doctor", "5412")),
    "noc:CHN": (("chn-office", "5801"), ("chn-cars", "23:20"), ("chn-doctor", "5812")),
}
"""Sections of the briefings, with a value that no manual has."""
