"""Which committees send athletes: their codes, how many athletes, and how their people are called."""

from typing import NamedTuple

NEUTRAL = "AIN"
"""Athletes without a nation; their medals stand in no nation's row."""


class Nation(NamedTuple):
    code: str
    culture: str
    weight: float


TABLE = """
nordic NOR 10 SWE 8 DEN 1.5 ISL 0.4
finnic FIN 7 EST 2
baltic LAT 2.5 LTU 1
german GER 9.5 AUT 9 SUI 8.5 LIE 0.3
french FRA 8.5 BEL 1.5 LUX 0.2 MON 0.2
italian ITA 9 SMR 0.1
iberian ESP 1.5 AND 0.4 POR 0.3 ARG 0.5 CHI 0.4 MEX 0.3 BRA 0.5 COL 0.1 PHI 0.1
dutch NED 7
english USA 10 CAN 9 GBR 4 AUS 3 NZL 2 IRL 0.3 JAM 0.3 RSA 0.2
polish POL 4
czech CZE 4 SVK 2.5
slavic SLO 5 CRO 1.2 SRB 0.4 BIH 0.4 MNE 0.2
danube HUN 1.8 ROU 1 MDA 0.2
cyrillic UKR 2 AIN 3 KAZ 1.8 BUL 1.2 MKD 0.2 KGZ 0.1
caucasus GEO 0.8 ARM 0.4 AZE 0.2
turkish TUR 0.7 UZB 0.1
greek GRE 0.5 CYP 0.2
arabic LBN 0.3 MAR 0.2 KSA 0.1 IRI 0.5
hindi IND 0.4 NEP 0.1
chinese CHN 6 TPE 0.5 HKG 0.3
korean KOR 6
japanese JPN 8
"""


def _nations() -> tuple[Nation, ...]:
    found = []
    for line in TABLE.strip().splitlines():
        culture, *pairs = line.split()
        found += [
            Nation(code, culture, float(weight)) for code, weight in zip(pairs[::2], pairs[1::2], strict=True)
        ]
    return tuple(found)


NATIONS = _nations()
CULTURE_OF = {each.code: each.culture for each in NATIONS}
