import { hearServerTime } from "../kit/clock";
import { readProblem, unreachable } from "../kit/problem";
import type { LiveAnswer, QuarantinePage } from "./answers";
import type { Place } from "./address";
import { dayOf } from "./zones";

const ANSWER_WAIT_MS_MAX = 20_000;
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
  const ask = (path: string, topic: string | null = null): Ask => ({ path: `${API}${path}?${query}`, topic });
  const code = encodeURIComponent(place.code ?? "");
  const momentMs = place.asOf === null ? nowMs : Date.parse(place.asOf);
  switch (place.view) {
    case "now":
      return ask("/now", "now");
    case "schedule": {
      const day = place.day ?? dayOf(momentMs, zone);
      query.set("day", day);
      query.set("zone", zone);
      return ask("/schedule", `schedule:${day}`);
    }
    case "event":
      return ask(`/events/${code}`, `event:${place.code}`);
    case "medals":
      return ask("/medals", "medals");
    case "athlete":
      return ask(`/athletes/${code}`, `athlete:${place.code}`);
    case "delegation":
      return ask(`/delegations/${code}`, `delegation:${place.code}`);
    case "venue":
      return ask(`/venues/${code}`, `venue:${place.code}`);
    case "search":
      if (place.query === null) return null;
      query.set("query", place.query);
      return ask("/search");
    case "compare":
      query.set("kind", place.kind ?? "");
      query.append("code", place.code ?? "");
      query.append("code", place.other ?? "");
      return ask("/compare");
    case "missed":
      query.set("since", place.since ?? new Date(momentMs - DAY_MS).toISOString());
      if (place.asOf !== null) query.set("until", place.asOf);
      return ask("/changes");
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

async function request(path: string, headers: Record<string, string>): Promise<{ response: Response; text: string }> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      headers: { accept: "application/json", ...headers },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_WAIT_MS_MAX),
    });
    text = await response.text();
  } catch (error) {
    throw unreachable(String(error));
  }
  hearServerTime(response.headers.get("date"), Date.now());
  if (!response.ok && response.status !== 304) {
    throw readProblem(response.status, parse(text), response.headers.get("retry-after"), Date.now());
  }
  return { response, text };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
