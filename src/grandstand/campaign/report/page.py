"""The morning report as one HTML file: no script, nothing to load, light and dark, for the screen and for paper.

Every number stands beside what it is a part of.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import cache
from html import escape
from importlib.resources import files
from zoneinfo import ZoneInfo

from grandstand.campaign.report.figures import Cohort, Figures, WavePool
from grandstand.campaign.report.measures import Interval, lift, lift_per_unit, planned, share_of
from grandstand.campaign.report.plots import Bar, Series, bars, interval, lines, meter
from grandstand.campaign.report.texts import Texts

GIFTS = "gifts"
HELD, RELEASED, VOID = "held", "released", "void"
DONE, FULL = "done", "merchant.full"
ENDED = ("voided", "expired")
THOUSAND = 1_000
NOTHING = "–"


class Page:
    """One report.

    Args:
        figures: what it says.
        texts: in which language.
    """

    def __init__(self, figures: Figures, texts: Texts) -> None:
        self._figures = figures
        self._say = texts
        self._zone = ZoneInfo(figures.zone)
        self._fans = sum(each.fans for each in figures.fans)
        self._known = sum(each.known for each in figures.fans)
        self._new = sum(each.new for each in figures.fans)
        self._claims = sum(each.claims for each in figures.given)
        self._minor = sum(each.amount_minor for each in figures.given)
        self._void_minor = sum(each.amount_minor for each in figures.given if each.hold == VOID)

    def html(self) -> str:
        """The whole file."""
        say, figures = self._say, self._figures
        title = f"{say.title(figures.titles)}: {say('title')}"
        parts = (
            self._head(title), self._tiles(), self._person(), self._burn(), self._by_day(), self._where(),
            self._vouchers(), self._fraud(), self._returns(), self._lift(),
        )  # fmt: skip
        return (
            f'<!doctype html>\n<html lang="{say.language}" dir="{say.direction}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
            f"<style>{_style()}</style></head><body>{''.join(parts)}</body></html>\n"
        )

    def _head(self, title: str) -> str:
        at = self._figures.as_of.astimezone(self._zone)
        when = f"{at:%Y-%m-%d %H:%M} {self._figures.zone}"
        return f'<h1>{escape(title)}</h1><p class="soft">{escape(self._say("as-of"))} <bdi>{when}</bdi></p>'

    # What everybody wants to know first.

    def _tiles(self) -> str:
        spent = self._minor - self._void_minor
        tiles = [
            ("fans", _count(self._fans), ""),
            ("new", _count(self._new), f"{self._of(self._new, self._known)} ({self._say('known')})"),
            ("given", self._money(self._minor), f"{self._of_money(self._minor, self._figures.budget_minor)}"),
            ("cost-fan", self._money(spent / max(1, self._fans)), self._ratio(spent, self._fans)),
            ("cost-new", *self._cost_new(spent)),
        ]
        return '<dl class="tiles">' + "".join(
            f"<div><dt>{escape(self._say(key))}</dt><dd><bdi>{value}</bdi><small>{note}</small></dd></div>"
            for key, value, note in tiles
        ) + "</dl>"  # fmt: skip

    def _cost_new(self, spent: int) -> tuple[str, str]:
        """From what it is if everybody of whom nothing is known is new, to what it is if nobody of them is."""
        fewest, most = self._new, self._new + self._fans - self._known
        if not most:
            return NOTHING, ""
        low, high = spent / most, spent / fewest if fewest else None
        if fewest == most:
            return self._money(low), self._ratio(spent, most)
        top = NOTHING if high is None else self._money(high)
        return f"{self._money(low)} {NOTHING} {top}", f"{self._ratio(spent, most)} {NOTHING} {_count(fewest)}"

    def _person(self) -> str:
        attention = self._figures.attention
        rows = [
            ("held", attention.holds), ("dead-letters", attention.dead_letters), ("faults", attention.faults),
            ("draws", attention.draws), ("unfinished", attention.unfinished),
        ]  # fmt: skip
        rows += [("gone", 1) for each in self._gifts() if each.granted >= each.shares and each.state == "open"]
        found = "".join(f"<li>{escape(self._say(key))}: <b>{_count(many)}</b></li>" for key, many in rows if many)
        body = f'<ul class="person">{found}</ul>' if found else f"<p>{escape(self._say('nothing'))}</p>"
        return self._section("person", body)

    # Shares.

    def _burn(self) -> str:
        legend = self._legend(("a", "given"), ("b", "plan"))
        return self._section("burn", legend + "".join(self._burn_of(each) for each in self._gifts()))

    def _burn_of(self, pool: WavePool) -> str:
        begin, span = pool.opens_at, (pool.closes_at - pool.opens_at) / timedelta(hours=1) or 1
        plan = [
            ((at - begin) / timedelta(hours=1) / span, share) for at, share in planned(pool, self._figures.zone)
        ]
        samples = self._figures.samples.get(pool.pool, ())
        given = [
            ((at - begin) / timedelta(hours=1) / span, granted / pool.shares)
            for at, granted in samples
            if begin <= at <= pool.closes_at
        ]
        title = self._say.title(pool.titles)
        plot = lines(title, [Series("b", plan), Series("a", given)], self._days(pool))
        note = f"{escape(self._say('shares'))}: {self._of(pool.granted, pool.shares)}"
        return f"<figure><h3>{escape(title)}</h3><figcaption>{note}</figcaption>{plot}</figure>"

    def _days(self, pool: WavePool) -> list[tuple[float, str]]:
        """Where the days of a wave begin on its axis; the hours, where it is one day."""
        span = pool.closes_at - pool.opens_at
        step = timedelta(days=1) if span > timedelta(days=2) else timedelta(hours=3)
        form = "%m-%d" if step >= timedelta(days=1) else "%H:%M"
        count = int(span / step)
        moments = [pool.opens_at + step * at for at in range(1, count + 1)]
        return [((at - pool.opens_at) / span, at.astimezone(self._zone).strftime(form)) for at in moments]

    # People.

    def _by_day(self) -> str:
        by_day: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for each in self._figures.fans:
            by_day[f"{each.day:%m-%d}"] += Counter(new=each.new, others=each.fans - each.new)
        most = max((each.total() for each in by_day.values()), default=0)
        columns = [Bar(day, (("a", many["new"]), ("c", many["others"]))) for day, many in by_day.items()]
        rows = [
            (day, _count(many.total()), self._of(many["new"], many.total()))
            for day, many in sorted(by_day.items())
        ]
        body = (
            self._legend(("a", "new"), ("c", "others"))
            + f"<figure>{bars(self._say('by-day'), columns, most, _count(most))}</figure>"
            + self._table(("day", "fans", "new"), rows)
        )
        return self._section("by-day", body)

    def _where(self) -> str:
        claims: Counter[tuple[str, str]] = Counter()
        minor: Counter[tuple[str, str]] = Counter()
        names = {each.pool: self._say.title(each.titles) for each in self._figures.waves}
        for each in self._figures.given:
            key = (names[each.pool], each.occasion)
            claims[key] += each.claims
            minor[key] += each.amount_minor
        by_occasion = [
            (
                wave, occasion, self._of(many, self._claims), self._money(minor[wave, occasion]),
                self._money(minor[wave, occasion] / many), meter(minor[wave, occasion] / max(1, self._minor)),
            )
            for (wave, occasion), many in sorted(claims.items(), key=lambda each: -minor[each[0]])
        ]  # fmt: skip
        columns = ("wave", "occasion", "claims", "given", "mean", "")
        return self._section("where", self._platforms() + self._table(columns, by_occasion, words=2))

    def _platforms(self) -> str:
        claims: Counter[str] = Counter()
        minor: Counter[str] = Counter()
        fans: Counter[str] = Counter()
        new: Counter[str] = Counter()
        for given in self._figures.given:
            claims[given.platform] += given.claims
            minor[given.platform] += given.amount_minor
        for each in self._figures.fans:
            fans[each.platform] += each.fans
            new[each.platform] += each.new
        rows = [
            (
                platform or self._say("direct"), self._of(fans[platform], self._fans),
                self._of(new[platform], fans[platform]), self._of(many, self._claims),
                self._money(minor[platform]), meter(minor[platform] / max(1, self._minor)),
            )
            for platform, many in claims.most_common()
        ]  # fmt: skip
        return self._table(("platform", "fans", "new", "claims", "given", ""), rows)

    # Vouchers, fraud.

    def _vouchers(self) -> str:
        redeemed, pools = self._figures.redeemed, {each.pool for each in self._figures.waves if each.is_voucher}
        given = sum(each.claims for each in self._figures.given if each.pool in pools)
        used = sum(each.redemptions for each in redeemed if each.state == DONE)
        tried = sum(each.redemptions for each in redeemed)
        full = sum(each.redemptions for each in redeemed if each.reason == FULL)
        ended = sum(each.redemptions for each in redeemed if each.state in ENDED)
        facts = [
            (self._say("used"), self._of(used, given), meter(used / max(1, given))),
            (self._say("ended"), self._of(ended, tried), meter(ended / max(1, tried))),
            (self._say("turned-away"), self._of(full, tried), meter(full / max(1, tried))),
        ]
        merchants = [
            (each.name, self._of(each.orders, used), self._money(each.amount_minor), _count(each.turned_away))
            for each in self._figures.merchants
        ]
        columns = ("merchant", "orders", "amount", "turned-away")
        return self._section("vouchers", self._table(("", "", ""), facts) + self._table(columns, merchants))

    def _fraud(self) -> str:
        claims: Counter[str] = Counter()
        minor: Counter[str] = Counter()
        for each in self._figures.given:
            claims[each.hold] += each.claims
            minor[each.hold] += each.amount_minor
        rows = [
            (
                self._say(state), self._of(claims[state], self._claims), self._of_money(minor[state], self._minor),
                meter(minor[state] / max(1, self._minor)),
            )
            for state in (HELD, RELEASED, VOID)
        ]  # fmt: skip
        return self._section("fraud", self._table(("", "claims", "amount", ""), rows))

    # What it was good for.

    def _returns(self) -> str:
        today = self._figures.as_of.astimezone(self._zone).date()
        one = [each for each in self._figures.returns if each.day + timedelta(days=1) < today]
        seven = [each for each in self._figures.returns if each.day + timedelta(days=7) < today]
        facts = [
            (self._say(key), self._of(sum(back), sum(each.fans for each in cohorts)))
            for key, cohorts, back in (
                ("after-1", one, [each.after_1 for each in one]),
                ("after-7", seven, [each.after_7 for each in seven]),
            )
        ]
        plot = bars(self._say("after-1"), [_return_bar(each) for each in one], 1.0, "100 %") if one else ""
        note = f'<p class="soft">{escape(self._say("returns-note"))}</p>'
        caption = f"<figcaption>{escape(self._say('after-1'))}</figcaption>"
        return self._section("returns", note + self._table(("", ""), facts) + f"<figure>{caption}{plot}</figure>")

    def _lift(self) -> str:
        outcome = self._figures.outcome
        if outcome is None:
            return self._section("lift", f"<p>{escape(self._say('no-holdout'))}</p>")
        difference = lift(outcome)
        spent = (self._minor - self._void_minor) / 10**self._figures.digits
        gained = lift_per_unit(outcome, spent / THOUSAND)
        offered, kept = (
            (outcome.offered_active, outcome.offered_fans),
            (outcome.kept_active, outcome.kept_fans),
        )
        rows = [
            (self._say(name), self._of(*counted), _range(share_of(*counted).times(100), " %"))
            for name, counted in (("offered", offered), ("kept-out", kept))
        ]
        rows.append((self._say("lift-points"), "", _range(difference.times(100), "")))
        if gained is not None:
            per = f"{self._say('lift-per')} 1,000 {self._figures.currency}"
            rows.append((per, "", _range(gained, "")))
        ends = (difference.low, difference.value, difference.high)
        plot = interval(self._say("lift-points"), *(100 * each for each in ends))
        return self._section(
            "lift",
            f'<p class="soft">{escape(outcome.measure)}</p>{self._table(("", "active", "interval"), rows)}'
            f"<figure>{plot}</figure>",
        )

    # Of what it is made.

    def _gifts(self) -> Iterator[WavePool]:
        return (each for each in self._figures.waves if each.part == GIFTS)

    def _section(self, key: str, body: str) -> str:
        return f"<section><h2>{escape(self._say(key))}</h2>{body}</section>"

    def _legend(self, *keys: tuple[str, str]) -> str:
        found = "".join(f'<span><i class="key {kind}"></i>{escape(self._say(key))}</span>' for kind, key in keys)
        return f'<p class="legend">{found}</p>'

    def _table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
        """A table whose first columns are words; the others are numbers, or plots that are marked up already."""
        head = "".join(
            f'<th scope="col"{"" if at < words else " class=n"}>{escape(self._say(key)) if key else ""}</th>'
            for at, key in enumerate(columns)
        )
        body = "".join(
            "<tr>"
            + "".join(
                f"<td>{escape(cell)}</td>" if at < words else f'<td class="n">{cell}</td>'
                for at, cell in enumerate(row)
            )
            + "</tr>"
            for row in rows
        )
        shown = f"<thead><tr>{head}</tr></thead>" if any(columns) else ""
        return f'<div class="scroll"><table>{shown}<tbody>{body}</tbody></table></div>'

    def _of(self, part: int, whole: int) -> str:
        words = escape(self._say("of", part=_count(part), whole=_count(whole)))
        return f"<b>{_percent(part, whole)}</b> <small>{words}</small>"

    def _of_money(self, part: int, whole: int) -> str:
        words = escape(self._say("of", part=self._money(part), whole=self._money(whole)))
        return f"<b>{_percent(part, whole)}</b> <small>{words}</small>"

    def _ratio(self, minor: int, fans: int) -> str:
        return f"<bdi>{self._money(minor)} / {_count(fans)}</bdi>"

    def _money(self, minor: float) -> str:
        digits = self._figures.digits
        return f"{minor / 10**digits:,.{digits}f} {self._figures.currency}"


def _return_bar(cohort: Cohort) -> Bar:
    return Bar(f"{cohort.day:%m-%d}", (("b", cohort.after_1 / max(1, cohort.fans)),))


def _count(number: int) -> str:
    return f"{number:,}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else NOTHING


def _range(found: Interval, unit: str) -> str:
    return f"<bdi><b>{found.value:,.2f}{unit}</b> <small>[{found.low:,.2f}, {found.high:,.2f}]</small></bdi>"


@cache
def _style() -> str:
    return (files(__package__) / "page.css").read_text(encoding="utf-8")
