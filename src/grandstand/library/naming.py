"""What collections, groups and documents may be called: pure."""

import unicodedata

UNFIT = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
"""Categories of characters that no name has: controls, halves of characters, what nobody has assigned."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows: with them a name shows as another one."""


def clean_name(text: str, length_max: int) -> str | None:
    """The name in its one spelling (NFC, single blanks, none at its ends); None if it is empty, long or unfit."""
    if len(text) > 2 * length_max:
        return None
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not 1 <= len(name) <= length_max:
        return None
    if any(unicodedata.category(each) in UNFIT or each in TURNING for each in name):
        return None
    return name
