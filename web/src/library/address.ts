/** Where in the library a reader is. A question stands behind the #, which browsers tell no server. */

export type Place =
  | { readonly view: "ask"; readonly question: string | null; readonly within: number | null }
  | PagePlace
  | { readonly view: "collections" }
  | { readonly view: "collection"; readonly collection: number }
  | { readonly view: "groups" }
  | { readonly view: "unanswered" };

export interface PagePlace {
  readonly view: "page";
  readonly version: number;
  readonly page: number;
  /** The citation that is highlighted: characters `start` up to `end` of a chunk. */
  readonly cited: Cited | null;
}

export interface Cited {
  readonly chunk: number;
  readonly start: number;
  readonly end: number;
}

export type View = Place["view"];

export const QUESTION_LENGTH_MAX = 400;
/** The largest id that the server has. */
const ID_MAX = 2 ** 31 - 1;
const LISTS = ["collections", "groups", "unanswered"] as const;

export const asking = (question: string | null = null, within: number | null = null): Place => ({ view: "ask", question, within });

/** The place that an address names; what cannot be understood leads to the question field. */
export function readPlace(search: string, hash: string): Place {
  const given = new URLSearchParams(search);
  const version = whole(given.get("version"));
  if (version !== null) return { view: "page", version, page: whole(given.get("page")) ?? 1, cited: readCited(given) };
  const collection = whole(given.get("collection"));
  if (collection !== null) return { view: "collection", collection };
  const list = LISTS.find((known) => known === given.get("view"));
  if (list) return { view: list };
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  return asking(asked.get("question")?.trim().slice(0, QUESTION_LENGTH_MAX) || null, whole(asked.get("within")));
}

/** The query and fragment of the address of a place; `lang` where the reader came with one. */
export function writePlace(place: Place, lang: string | null = null): string {
  const query = new URLSearchParams();
  const fragment = new URLSearchParams();
  switch (place.view) {
    case "ask":
      if (place.question !== null) fragment.set("question", place.question);
      if (place.within !== null) fragment.set("within", String(place.within));
      break;
    case "page":
      query.set("version", String(place.version));
      query.set("page", String(place.page));
      for (const [name, value] of Object.entries(place.cited ?? {})) query.set(name, String(value));
      break;
    case "collection":
      query.set("collection", String(place.collection));
      break;
    default:
      query.set("view", place.view);
  }
  if (lang !== null) query.set("lang", lang);
  const [search, hash] = [query.toString(), fragment.toString()];
  return (search && `?${search}`) + (hash && `#${hash}`);
}

function readCited(given: URLSearchParams): Cited | null {
  const chunk = whole(given.get("chunk"));
  const start = offset(given.get("start"));
  const end = offset(given.get("end"));
  return chunk !== null && start !== null && end !== null && start < end ? { chunk, start, end } : null;
}

function whole(text: string | null): number | null {
  const number = offset(text);
  return number === 0 ? null : number;
}

const offset = (text: string | null): number | null =>
  text !== null && /^\d{1,10}$/.test(text) && Number(text) <= ID_MAX ? Number(text) : null;
