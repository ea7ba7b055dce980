"""How well chunks of many languages fit one question: pure.

    score = z(thorough) + 0.5 z(quick) + 12 coverage

Cosines of different languages cannot be compared: to a question in Chinese even a foolish Chinese chunk is nearer
than the right English one. So a cosine counts by how far it stands out among the chunks of its own language that
the asker may read, in standard deviations: z. Where a language has fewer than STATISTICS_MIN chunks, mean and
deviation are drawn towards what is usual (PRIORS), the fewer the more. What is usual is moved by how much this
question differs from the usual one in all languages together: some questions are near to everything. Coverage
(bm25.py) is added, bounded, and is not a vote: rare words of the question decide between chunks that mean about
the same.
docs/decisions/0018-scores-within-each-language.md has the measurements.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from grandstand.language.models import Language
from grandstand.library.models import ChunkId

Numbers: TypeAlias = NDArray[np.float32]
Codes: TypeAlias = NDArray[np.int16]
Mask: TypeAlias = NDArray[np.bool_]

THOROUGH_WEIGHT = 1.0
QUICK_WEIGHT = 0.5
COVERAGE_WEIGHT = 12.0
STATISTICS_MIN = 50
"""From so many chunks on a language's own mean and deviation are believed."""
SAMPLE_MAX = 8_192
"""Of more chunks in a language about so many, always the same, stand for all of them in its statistics."""
SPREAD_MIN = 0.005
SAMPLE_RANGE = 2**32


class Norm(NamedTuple):
    """Mean and standard deviation of cosines."""

    mean: float
    spread: float


class Prior(NamedTuple):
    """What is usual of a question and chunks in its own language, and in another one."""

    same: Norm
    other: Norm


class Measured(NamedTuple):
    """The statistics of a language's chunks: of how many, and what they are."""

    size: int
    mean: float
    spread: float


PRIORS = {
    "e5-small-q4": Prior(same=Norm(0.272, 0.019), other=Norm(0.262, 0.016)),
    "use-m3": Prior(same=Norm(0.128, 0.086), other=Norm(0.124, 0.080)),
}
"""Of centred questions (ordinary.py). Measured on 42 sections of Debian's installation guide in 11 languages, 846
chunks, their headings as questions: docs/decisions/0018-scores-within-each-language.md."""
PRIOR_OF_OTHERS = Prior(same=Norm(0.5, 0.1), other=Norm(0.45, 0.1))
"""Of a model that was not measured, such as a deployer's endpoint; it counts until there are enough chunks."""
SPOKEN = {
    "use-m3": frozenset(
        map(
            Language,
            ["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"],
        )
    )
}
"""The languages that a model knows; one that is not named here knows all of ours."""
QUICK_FOR_THOROUGH = 0.7
"""What the quick z says about a thorough z that is not there: 0.58 of it everywhere, 0.73 of it above 2."""


def sample_of(chunk: ChunkId) -> int:
    """A number below SAMPLE_RANGE that decides whether a chunk is in the sample; the same everywhere."""
    return crc32(chunk.to_bytes(4, "little"))


def sample_bound(count: int) -> int:
    """Of so many chunks those stand for all whose number is below this."""
    return SAMPLE_RANGE if count <= SAMPLE_MAX else SAMPLE_RANGE * SAMPLE_MAX // count


def norms(model: str, asked_in: Language, names: Sequence[Language], statistics: Sequence[Measured]) -> list[Norm]:
    """What a cosine of each language is compared with."""
    priors = [prior_of(model, asked_in, name) for name in names]
    size = sum(each.size for each in statistics)
    apart = sum(each.size * (each.mean - prior.mean) for each, prior in zip(statistics, priors, strict=True))
    offset = apart / max(size, STATISTICS_MIN)
    usual = [Norm(prior.mean + offset, prior.spread) for prior in priors]
    return [shrunk(each, prior) for each, prior in zip(statistics, usual, strict=True)]


def shrunk(measured: Measured, prior: Norm) -> Norm:
    """The statistics of a language, drawn towards what is usual where they rest on few chunks."""
    belief = min(1.0, measured.size / STATISTICS_MIN)
    return Norm(
        belief * measured.mean + (1 - belief) * prior.mean,
        max(SPREAD_MIN, belief * measured.spread + (1 - belief) * prior.spread),
    )


def prior_of(model: str, asked_in: Language, language: Language) -> Norm:
    prior = PRIORS.get(model, PRIOR_OF_OTHERS)
    return prior.same if language == asked_in else prior.other


def speaks(model: str, asked_in: Language, language: Language) -> bool:
    """Whether the model's cosines between the two languages mean anything."""
    spoken = SPOKEN.get(model)
    return spoken is None or {asked_in, language} <= spoken


class Cosines(NamedTuple):
    """What one model says of each chunk; where it has no vector yet, `known` is false."""

    model: str
    values: Numbers
    known: Mask


class Readable(NamedTuple):
    """The chunks that are scored: language of each as an index of `names`, its number for the sample."""

    names: Sequence[Language]
    languages: Codes
    samples: NDArray[np.uint32]


def measured(cosines: Cosines, chunks: Readable) -> list[Measured]:
    """The statistics of each language, in the order of `names`."""
    kinds = len(chunks.names)
    sizes = np.bincount(chunks.languages, minlength=kinds)
    bounds = np.array([sample_bound(int(size)) for size in sizes], np.uint64)
    taken = cosines.known & (chunks.samples < bounds[chunks.languages])
    languages, values = chunks.languages[taken], cosines.values[taken].astype(np.float64)
    counts = np.bincount(languages, minlength=kinds)
    divisors = np.maximum(counts, 1)
    means = np.bincount(languages, values, kinds) / divisors
    squares = np.bincount(languages, (values - means[languages]) ** 2, kinds) / divisors
    return [
        Measured(int(count), float(mean), float(spread))
        for count, mean, spread in zip(counts, means, np.sqrt(squares), strict=True)
    ]


def standing_out(
    cosines: Cosines, chunks: Readable, statistics: Sequence[Measured], asked_in: Language
) -> tuple[Numbers, Mask]:
    """Z of each chunk, and where it means something: the vector is there, the model speaks both languages."""
    believed = norms(cosines.model, asked_in, chunks.names, statistics)
    means = np.array([norm.mean for norm in believed], np.float32)
    spreads = np.array([norm.spread for norm in believed], np.float32)
    spoken = np.array([speaks(cosines.model, asked_in, name) for name in chunks.names], np.bool_)
    usable = cosines.known & spoken[chunks.languages]
    z = (cosines.values - means[chunks.languages]) / spreads[chunks.languages]
    return np.where(usable, z, np.float32(0)), usable


class Scored(NamedTuple):
    """The score of each chunk and what it is made of; for a z that is not there stands what the other one says."""

    total: Numbers
    thorough: Numbers
    quick: Numbers
    coverage: Numbers


def combined(
    thorough: tuple[Numbers, Mask] | None, quick: tuple[Numbers, Mask] | None, coverage: Numbers
) -> Scored:
    """The scores, also where a model is missing for the question or for some of the chunks.

    What the quick model says stands in for a thorough z that is not there, at what it is worth; without a quick z
    the thorough one has its weight as well. So a chunk whose vectors are still being made is neither buried nor
    lifted above the others.
    """
    nothing = np.zeros(len(coverage), np.float32), np.zeros(len(coverage), np.bool_)
    z_thorough, has_thorough = nothing if thorough is None else thorough
    z_quick, has_quick = nothing if quick is None else quick
    of_thorough = np.where(has_thorough, z_thorough, QUICK_FOR_THOROUGH * z_quick)
    of_quick = np.where(has_quick, z_quick, z_thorough)
    total = THOROUGH_WEIGHT * of_thorough + QUICK_WEIGHT * of_quick + COVERAGE_WEIGHT * coverage
    return Scored(total.astype(np.float32), of_thorough, of_quick, coverage)


def scored(
    chunks: Readable, coverage: Numbers, thorough: Cosines | None, quick: Cosines | None, asked_in: Language
) -> Scored:
    """The scores of all chunks whose cosines are at hand."""

    def z(cosines: Cosines | None) -> tuple[Numbers, Mask] | None:
        return cosines and standing_out(cosines, chunks, measured(cosines, chunks), asked_in)

    return combined(z(thorough), z(quick), coverage)


def plain_scored(
    chunks: Readable, coverage: Numbers, thorough: Cosines | None, quick: Cosines | None, asked_in: Language
) -> list[float]:
    """The same as `scored`, chunk by chunk as the formula reads: what the fast path is compared with."""

    def statistics(cosines: Cosines, name: Language) -> Measured:
        alike = [i for i, code in enumerate(chunks.languages) if chunks.names[code] == name]
        bound = sample_bound(len(alike))
        values = [float(cosines.values[i]) for i in alike if cosines.known[i] and chunks.samples[i] < bound]
        mean = sum(values) / max(len(values), 1)
        spread = (sum((value - mean) ** 2 for value in values) / max(len(values), 1)) ** 0.5
        return Measured(len(values), mean, spread)

    def z(cosines: Cosines | None, row: int) -> float | None:
        code = int(chunks.languages[row])
        if cosines is None or not cosines.known[row] or not speaks(cosines.model, asked_in, chunks.names[code]):
            return None
        found = [statistics(cosines, name) for name in chunks.names]
        norm = norms(cosines.model, asked_in, chunks.names, found)[code]
        return (float(cosines.values[row]) - norm.mean) / norm.spread

    def total(row: int) -> float:
        of_thorough, of_quick = z(thorough, row), z(quick, row)
        if of_thorough is None:
            of_thorough = QUICK_FOR_THOROUGH * (of_quick or 0.0)
        elif of_quick is None:
            of_quick = of_thorough
        return (
            THOROUGH_WEIGHT * of_thorough
            + QUICK_WEIGHT * (of_quick or 0.0)
            + COVERAGE_WEIGHT * float(coverage[row])
        )

    return [total(row) for row in range(len(coverage))]
