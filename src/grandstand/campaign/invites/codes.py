"""Codes of invitations: short, told over the phone, found out when mistyped, not to be guessed. Pure.

Ten characters of 31: digits and capital letters without 0, 1, I, L, O, which are taken for one another. Nine are
drawn, the tenth makes the sum of all, weighted 1 to 10, divisible by 31. As 31 is a prime and the weights differ,
one wrong character is found out always, and so are two that changed places, wherever they stand (the argument of
ISBN-10). 31^9 is 2.6e13: with 60 million codes given out, one guess in 440,000 is somebody's, and a wrong guess is
answered like a mistyped code to a program as to a person: slowly, by the rate of a person.
"""

import hashlib
import unicodedata

from grandstand.campaign.invites.errors import CodeInvalid
from grandstand.kernel.ids import SubjectId

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BASE = len(ALPHABET)
DRAWN = 9
LENGTH = DRAWN + 1
TYPED_LENGTH_MAX = 64
"""What somebody may type or paste as a code, with spaces and hyphens."""
VALUES = {character: value for value, character in enumerate(ALPHABET)}
KEY_BYTES = 32


def new_code(key: bytes, scheme: int, fan: SubjectId, attempt: int) -> str:
    """The code of a fan: the same each time, and not to be told from a random one without the key.

    Args:
        key: secret, of the scheme.
        scheme: its number.
        fan: whose.
        attempt: 0, and one more when the code was somebody else's already.
    """
    message = scheme.to_bytes(8, "big") + fan.bytes + attempt.to_bytes(4, "big")
    number = int.from_bytes(hashlib.blake2b(message, key=key, digest_size=32).digest(), "big")
    drawn = []
    for _ in range(DRAWN):
        number, value = divmod(number, BASE)
        drawn.append(value)
    return "".join(ALPHABET[value] for value in [*drawn, _check_value(drawn)])


def parse_code(typed: str) -> str:
    """The code that somebody means: small letters, spaces, hyphens and wide characters do not matter.

    Raises:
        CodeInvalid: nobody can have this code; the message says why.
    """
    if len(typed) > TYPED_LENGTH_MAX:
        raise CodeInvalid(f"A code has {LENGTH} characters, got {len(typed)}.")
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(character for character in plain if character.isalnum())
    if len(code) != LENGTH:
        raise CodeInvalid(f"A code has {LENGTH} characters, got {len(code)} in {typed!r}.")
    if wrong := [character for character in code if character not in VALUES]:
        raise CodeInvalid(f"No code has the character {wrong[0]!r}; look again at {typed!r}.")
    values = [VALUES[character] for character in code]
    if sum(weight * value for weight, value in enumerate(values, 1)) % BASE:
        raise CodeInvalid(f"A character of {typed!r} is wrong, or two have changed places.")
    return code


def shown(code: str) -> str:
    """The code as people read it: `K7MQ3-XHR9T`."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def _check_value(drawn: list[int]) -> int:
    """What makes the weighted sum divisible: the weight of the tenth place is inverted (Fermat)."""
    rest = sum(weight * value for weight, value in enumerate(drawn, 1)) % BASE
    return -rest * pow(LENGTH, BASE - 2, BASE) % BASE
