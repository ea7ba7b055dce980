import { batch, effect, signal, untracked } from "@preact/signals";
import { serverNowMs } from "../kit/clock";
import { BRISK, persist } from "../kit/retry";
import { language } from "../kit/text";
import type { View } from "./address";
import type { Answers, LiveAnswer } from "./answers";
import { type Ask, askFor, fetchAnswer, streamOf, type Told } from "./ask";
import { place, zone } from "./place";

const REST_AFTER_MS = 60_000;
const POLL_MS = 15_000;
const FIRST_POLL_MS = 2_000;
const RECONNECT_MS_MIN = 1_000;
const RECONNECT_MS_MAX = 60_000;
const KEPT_MAX = 30;

export type Connection = "live" | "polling" | "waiting" | "past";

export interface Shown {
  readonly ask: Ask;
  readonly view: View;
  readonly code: string | null;
  readonly answer: LiveAnswer;
}

/** The answer on the page. It stays while the next one about the same thing is on its way. */
export const shown = signal<Shown | undefined>(undefined);
export const askError = signal<unknown>(undefined);
export const connection = signal<Connection>("waiting");
/** Whether the answer on the page is not yet that of the place. */
export const isBusy = signal(false);

type Listener = (view: View, before: LiveAnswer, after: LiveAnswer) => void;

const kept = new Map<string, Told>();
let current: Ask | null = null;
let listener: Listener = () => undefined;
let stream: EventSource | null = null;
let timers: number[] = [];
let failures = 0;

/** The answer of a view, if it is the one on the page. */
export function answerOf<V extends keyof Answers>(view: V): Answers[V] | undefined {
  const { value } = shown;
  // A view and its answer are asked for together, so the one names the type of the other.
  return value?.view === view ? (value.answer as Answers[V]) : undefined;
}

/** Asks for whatever the place needs, and goes on listening, for as long as the page lives. */
export function followPlace(onChange: Listener): void {
  listener = onChange;
  effect(() => {
    const ask = askFor(place.value, language(), zone.value, serverNowMs());
    if (ask?.path === current?.path) return;
    untracked(() => open(ask));
  });
  addEventListener("online", again);
  restUnseen();
}

/** A page that nobody looks at gives its connection back, of which a browser has few, and asks anew when it is seen. */
function restUnseen(): void {
  let timer = 0;
  let isResting = false;
  const rest = () => {
    isResting = true;
    hangUp();
  };
  const wake = () => {
    clearTimeout(timer);
    if (isResting) again();
    else if (connection.value === "polling") void poll();
    isResting = false;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) timer = window.setTimeout(rest, REST_AFTER_MS);
    else wake();
  });
  // A page that waits in the back-forward cache must not hold a connection at all.
  addEventListener("pagehide", rest);
  addEventListener("pageshow", wake);
}

/** Asks once more, where it has failed. */
export function again(): void {
  if (current !== null) untracked(() => open(current));
}

function open(ask: Ask | null): void {
  hangUp();
  current = ask;
  const { view, code, asOf } = place.value;
  const known = ask === null ? undefined : kept.get(ask.path);
  batch(() => {
    askError.value = undefined;
    connection.value = asOf === null ? "waiting" : "past";
    if (ask !== null && known) shown.value = { ask, view, code, answer: known.answer };
    else if (ask === null || shown.value?.view !== view || shown.value.code !== code) shown.value = undefined;
    isBusy.value = ask !== null && shown.value?.ask.path !== ask.path;
  });
  if (ask !== null) void load(ask);
}

async function load(ask: Ask): Promise<void> {
  try {
    const told = await persist(() => fetchAnswer(ask.path, kept.get(ask.path)?.etag ?? null), BRISK);
    if (current !== ask) return;
    if (told) receive(ask, told);
    batch(() => {
      isBusy.value = false;
      askError.value = undefined;
    });
    if (place.value.asOf !== null) return;
    if (ask.topic === null) startPolling();
    else listen(ask, ask.topic);
  } catch (error) {
    if (current !== ask) return;
    batch(() => {
      isBusy.value = false;
      askError.value = error;
      // What stands there is of another day or another moment.
      if (shown.value?.ask.path !== ask.path) shown.value = undefined;
    });
  }
}

function receive(ask: Ask, told: Told): void {
  const { view, code } = place.value;
  const before = shown.value?.ask.path === ask.path ? shown.value.answer : undefined;
  if (before && kept.get(ask.path)?.text === told.text) return;
  remember(ask.path, told);
  shown.value = { ask, view, code, answer: told.answer };
  if (before) listener(view, before, told.answer);
}

function remember(path: string, told: Told): void {
  kept.delete(path);
  kept.set(path, told);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) break;
    kept.delete(oldest);
  }
}

function listen(ask: Ask, topic: string): void {
  const mine = new EventSource(streamOf(topic, language(), zone.value));
  stream = mine;
  mine.onopen = () => {
    failures = 0;
    stopTimers();
    connection.value = "live";
  };
  mine.onerror = () => {
    if (stream !== mine) return;
    if (connection.value === "live") connection.value = "waiting";
    // Until the stream is back the page asks by itself.
    if (timers.length === 0) {
      startPolling();
      timers.push(window.setTimeout(() => void poll(), FIRST_POLL_MS * (1 + Math.random())));
    }
    // The browser reconnects on its own unless the server refused; then we do, ever more slowly.
    if (mine.readyState !== EventSource.CLOSED) return;
    const waitMs = Math.min(RECONNECT_MS_MAX, RECONNECT_MS_MIN * 2 ** failures) * (1 + Math.random() / 4);
    failures += 1;
    timers.push(window.setTimeout(() => current === ask && listen(ask, topic), waitMs));
  };
  mine.addEventListener(topic, (event: MessageEvent) => {
    if (stream !== mine) return;
    const text = String(event.data);
    try {
      receive(ask, { etag: null, text, answer: JSON.parse(text) as LiveAnswer });
    } catch {
      // What is no answer changes nothing; the next event may be one.
    }
  });
}

function startPolling(): void {
  // The random part keeps a crowd that lost its streams together from asking in step.
  timers.push(window.setInterval(() => void poll(), POLL_MS * (1 + Math.random() / 3)));
  if (stream === null) connection.value = "polling";
}

async function poll(): Promise<void> {
  const ask = current;
  if (ask === null || document.hidden) return;
  try {
    const told = await fetchAnswer(ask.path, kept.get(ask.path)?.etag ?? null);
    if (current !== ask) return;
    if (told) receive(ask, told);
    batch(() => {
      askError.value = undefined;
      if (connection.value === "waiting") connection.value = "polling";
    });
  } catch (error) {
    if (current !== ask) return;
    batch(() => {
      askError.value = error;
      connection.value = "waiting";
    });
  }
}

function hangUp(): void {
  stopTimers();
  stream?.close();
  stream = null;
  failures = 0;
}

function stopTimers(): void {
  for (const timer of timers) {
    clearTimeout(timer);
    clearInterval(timer);
  }
  timers = [];
}
