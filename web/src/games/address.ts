/** Where in the Games a reader is: everything that a link to it has to carry, and nothing that is hers alone. */

export const VIEWS = [
  "now",
  "schedule",
  "event",
  "medals",
  "athlete",
  "delegation",
  "venue",
  "search",
  "compare",
  "missed",
  "feed",
] as const;
export type View = (typeof VIEWS)[number];

/** What can be compared. */
export const COMPARED = ["athlete", "delegation"] as const;
export type Compared = (typeof COMPARED)[number];

export interface Place {
  readonly view: View;
  /** The event, athlete, delegation or venue that the view is about. */
  readonly code: string | null;
  /** Of which kind the two are that are compared, and those that are looked for to be compared with. */
  readonly kind: Compared | null;
  /** The other one of two that are compared. */
  readonly other: string | null;
  /** YYYY-MM-DD in the reader's zone; null is today. */
  readonly day: string | null;
  readonly discipline: string | null;
  readonly query: string | null;
  readonly since: string | null;
  /** The moment whose state is shown; null is now. */
  readonly asOf: string | null;
  readonly zone: string | null;
}

const NOWHERE: Place = {
  view: "now",
  code: null,
  kind: null,
  other: null,
  day: null,
  discipline: null,
  query: null,
  since: null,
  asOf: null,
  zone: null,
};

/** The views that are about one thing, each by the name that its code has in the address. */
export const CODED = ["event", "athlete", "delegation", "venue"] as const;
/** The views of two things, or of the choice of the second. */
const COMPARERS: ReadonlySet<View> = new Set(["compare", "search"]);
const CODE_LENGTH_MAX = 64;
const QUERY_LENGTH_MAX = 80;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A place in the Games with what was said of it; `asOf` and `zone` are carried along by whoever links to it. */
export const at = (view: View, more: Partial<Place> = {}): Place => ({ ...NOWHERE, view, ...more });

/** The place that an address names; what cannot be understood is left out. */
export function readPlace(search: string, isZone: (zone: string) => boolean): Place {
  const given = new URLSearchParams(search);
  const view = VIEWS.find((known) => known === given.get("view")) ?? "now";
  const coded = CODED.find((known) => known === view);
  const kind = COMPARERS.has(view) ? (COMPARED.find((known) => given.get(known)) ?? null) : null;
  const code = cut(given.get(coded ?? kind ?? ""), CODE_LENGTH_MAX);
  const other = view === "compare" ? cut(given.get("with"), CODE_LENGTH_MAX) : null;
  const isWhole = view === "compare" ? code !== null && other !== null : !coded || code !== null;
  if (!isWhole) return at("now", { asOf: readInstant(given.get("as_of")) });
  const day = given.get("day");
  const zone = given.get("zone");
  return {
    view,
    code,
    kind,
    other,
    day: day !== null && DAY.test(day) && !Number.isNaN(Date.parse(day)) ? day : null,
    discipline: cut(given.get("discipline"), CODE_LENGTH_MAX),
    query: cut(given.get("query"), QUERY_LENGTH_MAX),
    since: readInstant(given.get("since")),
    asOf: readInstant(given.get("as_of")),
    zone: zone !== null && isZone(zone) ? zone : null,
  };
}

/** The query of the address of a place, the shortest that names it; `lang` where the reader came with one. */
export function writePlace(place: Place, lang: string | null = null): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string | null) => value !== null && query.set(name, value);
  put("view", place.view === "now" ? null : place.view);
  put(place.view, CODED.some((known) => known === place.view) ? place.code : null);
  if (place.kind !== null) put(place.kind, COMPARERS.has(place.view) ? place.code : null);
  put("with", place.view === "compare" ? place.other : null);
  put("day", place.view === "schedule" ? place.day : null);
  put("discipline", place.view === "schedule" ? place.discipline : null);
  put("query", place.view === "search" ? place.query : null);
  put("since", place.view === "missed" ? place.since : null);
  put("as_of", place.asOf);
  put("zone", place.zone);
  put("lang", lang);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** The key of the event that a unit belongs to: the first 22 of its 34 characters say which. */
export const eventOf = (unit: string): string => unit.slice(0, 22).padEnd(34, "-");

function readInstant(text: string | null): string | null {
  // A date alone would mean another instant in every zone.
  if (text === null || !/[zZ]$|[+-]\d{2}:?\d{2}$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

const cut = (text: string | null, lengthMax: number): string | null => text?.slice(0, lengthMax) || null;
