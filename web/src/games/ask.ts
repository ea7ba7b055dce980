import { ask } from "../kit/ask";
import type { LiveAnswer, QuarantinePage } from "./answers";
import type { Place } from "./address";
import { dayOf } from "./zones";

const API = "/v1/live";
const DAY_MS = 86_400_000;

/** What a view asks the server; `topic` is what the stream calls its changes, null where it has no such topic. */
export interface Ask {
  readonly path: string;
  readonly topic: string | null;
}

/** What a place has to ask for; null where there is nothing to ask yet. */
export function askFor(place: Place, language: string, zone: string, nowMs: number): Ask | null {
  const query = new URLSearchParams({ language });
  if (place.asOf !== null) query.set("as_of", place.asOf);
  const asking = (path: string, topic: string | null = null): Ask => ({ path: `${API}${path}?${query}`, topic });
  const code = encodeURIComponent(place.code ?? "");
  const momentMs = place.asOf === null ? nowMs : Date.parse(place.asOf);
  switch (place.view) {
    case "now":
      return asking("/now", "now");
    case "schedule": {
      const day = place.day ?? dayOf(momentMs, zone);
      query.set("day", day);
      query.set("zone", zone);
      return asking("/schedule", `schedule:${day}`);
    }
    case "event":
      return asking(`/events/${code}`, `event:${place.code}`);
    case "medals":
      return asking("/medals", "medals");
    case "athlete":
      return asking(`/athletes/${code}`, `athlete:${place.code}`);
    case "delegation":
      return asking(`/delegations/${code}`, `delegation:${place.code}`);
    case "venue":
      return asking(`/venues/${code}`, `venue:${place.code}`);
    case "search":
      if (place.query === null) return null;
      query.set("query", place.query);
      return asking("/search");
    case "compare":
      query.set("kind", place.kind ?? "");
      query.append("code", place.code ?? "");
      query.append("code", place.other ?? "");
      return asking("/compare");
    case "missed":
      query.set("since", place.since ?? new Date(momentMs - DAY_MS).toISOString());
      if (place.asOf !== null) query.set("until", place.asOf);
      return asking("/changes");
    case "feed":
      return null;
  }
}

/** The address of the stream that tells what changes in a topic. */
export const streamOf = (topic: string, language: string, zone: string): string =>
  `${API}/stream?${new URLSearchParams({ topic, language, zone })}`;

/** An answer, and the text it was read from: equal answers are equal texts. */
export interface Told {
  readonly etag: string | null;
  readonly text: string;
  readonly answer: LiveAnswer;
}

/** Asks once; null when nothing has changed since the answer with that ETag. */
export async function fetchAnswer(path: string, etag: string | null): Promise<Told | null> {
  const { response, text } = await request(path, etag === null ? {} : { "if-none-match": etag });
  if (response.status === 304) return null;
  return { etag: response.headers.get("etag"), text, answer: JSON.parse(text) as LiveAnswer };
}

/** What was set aside, newest first, below that id. */
export async function readQuarantine(before: number | null): Promise<QuarantinePage> {
  const { text } = await request(`${API}/quarantine${before === null ? "" : `?before=${before}`}`, {});
  return JSON.parse(text) as QuarantinePage;
}

const request = (path: string, headers: Record<string, string>) =>
  ask(path, { headers: { accept: "application/json", ...headers } });
