import { type Signal, signal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { call } from "../kit/api";
import { ask, parse } from "../kit/ask";
import type { Answer } from "../kit/contract";
import { ApiError } from "../kit/problem";
import { PATIENT, persist } from "../kit/retry";
import { t } from "../kit/text";

/** Where a ticket is; see the HTTP contract of the waiting room. */
export interface Place {
  readonly pool: number;
  readonly state: "waiting" | "admitted" | "lapsed" | "nobody_waits";
  readonly number: number;
  readonly ahead: number;
  /** Seconds; null while nobody is let in. */
  readonly expected_s: number | null;
  readonly ask_again_s: number;
  readonly pass_s: number | null;
}

interface TicketGiven {
  readonly ticket: string;
  readonly place: Place;
}

const SECOND_MS = 1_000;
const JITTER = 0.25;
const JSON_HEADERS = { accept: "application/json", "content-type": "application/json" };
/** What a claim is answered when a ticket has to be taken, or taken anew. */
const TAKE_TICKET = new Set(["waiting.ticket_needed", "waiting.ticket_lapsed", "waiting.ticket_invalid"]);

const places = new Map<number, Signal<Place | null>>();
const tickets = new Map<number, string>();

/** Where she is in the line of a pool; null while she is in none. */
export function placeIn(pool: number): Signal<Place | null> {
  let place = places.get(pool);
  if (!place) {
    place = signal<Place | null>(null);
    places.set(pool, place);
  }
  return place;
}

/**
 * Claims a share; where there is a line in front of the pool, takes a ticket and waits for its turn first.
 *
 * The server gives her the same ticket each time, so nothing has to be kept over a reload of the page.
 */
export async function claimInTurn(pool: number, occasion: string): Promise<Answer> {
  for (;;) {
    try {
      const answer = await claim(pool, occasion);
      leave(pool);
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (TAKE_TICKET.has(error.code)) tickets.delete(pool);
      else if (error.code !== "waiting.not_yet") {
        // The line has ended, or the pool is gone: she waits for nothing any more.
        if (!error.retryable) leave(pool);
        throw error;
      }
    }
    await waitForTurn(pool);
  }
}

async function claim(pool: number, occasion: string): Promise<Answer> {
  const path = `/v1/pools/${pool}/claims`;
  const ticket = tickets.get(pool);
  const { response, text } = await ask(path, {
    method: "POST",
    headers: ticket === undefined ? JSON_HEADERS : { ...JSON_HEADERS, "grandstand-ticket": ticket },
    body: JSON.stringify({ occasion }),
  });
  const answer = parse(text);
  if (answer === undefined) throw new ApiError("server.internal", response.status, false, null, `no JSON at ${path}`);
  return answer as Answer;
}

async function waitForTurn(pool: number): Promise<void> {
  const place = placeIn(pool);
  if (!tickets.has(pool)) {
    const given = await persist(() => takeTicket(pool), PATIENT);
    if (given === null) return;
    tickets.set(pool, given.ticket);
    place.value = given.place;
    announce(t("fan-line-title"));
  }
  while (place.value?.state === "waiting") {
    await pause(place.value.ask_again_s);
    place.value = await persist(() => readPlace(pool), PATIENT);
  }
}

/** Her ticket; null when there is no line any more. */
async function takeTicket(pool: number): Promise<TicketGiven | null> {
  try {
    return await call<TicketGiven>("POST", `/v1/pools/${pool}/ticket`, {});
  } catch (error) {
    if (error instanceof ApiError && error.code === "waiting.not_open") return null;
    throw error;
  }
}

async function readPlace(pool: number): Promise<Place> {
  const headers = { accept: "application/json", "grandstand-ticket": tickets.get(pool) ?? "" };
  const { text } = await ask(`/v1/pools/${pool}/place`, { headers });
  return parse(text) as Place;
}

function leave(pool: number): void {
  tickets.delete(pool);
  placeIn(pool).value = null;
}

/** Never shorter than asked for; the random part keeps a crowd from asking in step. */
const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(1, seconds) * SECOND_MS * (1 + Math.random() * JITTER)));
