import type { BoardAnswer, Colour, HappeningAnswer, MedalAnswer, RowAnswer, StandingAnswer, UnitAnswer } from "./answers";

export interface BoardGroups {
  readonly live: readonly BoardAnswer[];
  readonly over: readonly BoardAnswer[];
  readonly next: readonly BoardAnswer[];
}

/** The boards of an event as a reader wants them: what runs, what has ended with the latest first, what comes. */
export function groupBoards(boards: readonly BoardAnswer[]): BoardGroups {
  const live = boards.filter(({ unit }) => unit.is_live);
  const over = boards.filter(({ unit }) => unit.is_over && !unit.is_live);
  const next = boards.filter(({ unit }) => !unit.is_over && !unit.is_live);
  return { live, over: over.toReversed(), next };
}

/** The boards that stand open at first: all that run, else the last that ended, else the first that comes. */
export function openAtFirst({ live, over, next }: BoardGroups): ReadonlySet<string> {
  const chosen = live.length > 0 ? live : over.length > 0 ? over.slice(0, 1) : next.slice(0, 1);
  return new Set(chosen.map(({ unit }) => unit.unit));
}

export interface Podium {
  readonly event: string;
  readonly event_name: string;
  readonly discipline_name: string;
  readonly won_at: string;
  readonly medals: readonly MedalAnswer[];
}

const ORDER: readonly Colour[] = ["gold", "silver", "bronze"];

/** The medals of each event together, the latest event first, gold first in each. */
export function podiumsOf(medals: readonly MedalAnswer[]): readonly Podium[] {
  const byEvent = new Map<string, MedalAnswer[]>();
  for (const medal of medals) byEvent.set(medal.event, [...(byEvent.get(medal.event) ?? []), medal]);
  return [...byEvent]
    .map(([event, won]) => {
      const sorted = won.toSorted((a, b) => ORDER.indexOf(a.colour) - ORDER.indexOf(b.colour));
      const latest = won.reduce((last, { won_at }) => (won_at > last ? won_at : last), "");
      const { event_name = "", discipline_name = "" } = sorted[0] ?? {};
      return { event, event_name, discipline_name, won_at: latest, medals: sorted };
    })
    .sort((a, b) => (a.won_at < b.won_at ? 1 : -1));
}

/** What tells a line of the ticker from every other. */
export const keyOf = ({ at, kind, unit, event, colour, competitor }: HappeningAnswer): string =>
  [at, kind, unit ?? event, colour, competitor?.code].join(" ");

/** What a line says, so that a change of it can be seen; where it stands is no part of that. */
export const wordingOf = ({ rank, value, diff, irm, qualification, medal, runs }: RowAnswer): string =>
  JSON.stringify([rank, value, diff, irm, qualification, medal, runs]);

/** Whether anything was played in a group, so that its table tells of it. */
export const hasBegun = ({ lines }: StandingAnswer): boolean =>
  lines.some(({ played, won, lost, points }) => [played, won, lost, points].some((each) => each !== null && Number(each) !== 0));

export type Tone = "live" | "trouble" | "over" | "plain";

const TROUBLE = new Set(["DELAYED", "POSTPONED", "CANCELLED", "INTERRUPTED", "RESCHEDULED"]);

/** How a unit stands and in which words; null words where there is nothing to add to its time. */
export function standingOf(unit: UnitAnswer): { readonly tone: Tone; readonly words: string | null } {
  if (unit.status !== null && TROUBLE.has(unit.status)) return { tone: "trouble", words: unit.status_name };
  if (unit.result_status === "PROTESTED") return { tone: "trouble", words: unit.result_status_name };
  if (unit.is_live) return { tone: "live", words: unit.status_name };
  if (unit.is_over) return { tone: "over", words: unit.result_status_name ?? unit.status_name };
  const isPlanned = unit.status === null || unit.status === "SCHEDULED" || unit.status === "UNSCHEDULED";
  return { tone: "plain", words: isPlanned ? null : unit.status_name };
}

/** The disciplines of a list of units, each once, in the order of their names. */
export function disciplinesOf(units: readonly UnitAnswer[], tag: string): readonly { code: string; name: string }[] {
  const names = new Map(units.map(({ discipline, discipline_name }) => [discipline, discipline_name]));
  const order = new Intl.Collator(tag);
  return [...names].map(([code, name]) => ({ code, name })).sort((a, b) => order.compare(a.name, b.name));
}
