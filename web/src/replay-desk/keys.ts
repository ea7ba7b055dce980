import { session as person } from "../kit/session";
import { sendToAir } from "./air";
import { act, at, leading, markPhase, opened, seek, session, takes, trigger } from "./desk";
import { record } from "./recorders";

/** Keys of the desk, as its page lists them; where something is typed they mean what they say. */
export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === RECORD) {
      // A moment of a live recorder needs no session; the first one becomes the first session.
      event.preventDefault();
      if (person.value?.role === "replay") void record();
      return;
    }
    const known = session.value;
    const done = KEYS[key];
    if (!known || !done) return;
    event.preventDefault();
    done(event.shiftKey ? 1 : 1 / known.fps);
  });
}

const RECORD = "r";

const KEYS: Readonly<Record<string, (step: number) => void>> = {
  ArrowLeft: (step) => seek(at.value - step),
  ArrowRight: (step) => seek(at.value + step),
  ArrowUp: () => lead(-1),
  ArrowDown: () => lead(1),
  s: () => markPhase(),
  t: () => void trigger(),
  p: () => {
    const take = takes.value.find(({ id }) => id === opened.value);
    if (take?.state === "complete") void act(take, take.published_at === null ? "publish" : "withdraw");
  },
  a: () => {
    const take = takes.value.find(({ id }) => id === opened.value);
    if (take && person.value?.role === "replay") void sendToAir(take);
  },
};

function lead(by: number): void {
  const cameras = session.value?.cameras ?? [];
  const now = cameras.findIndex(({ id }) => id === leading.value);
  const next = cameras[(now + by + cameras.length) % cameras.length];
  if (next) leading.value = next.id;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea, button, a, video, canvas, summary") !== null;
}
