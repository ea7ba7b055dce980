/** A stored turn as the page shows it. Pure. */
import { type Carried, carriedBy, heard, newTurn, type Turn } from "./answer";
import type { StoredTurn } from "./stored-api";

/** What goes with the next question of a conversation that is taken up again: what its last answer ended with. */
export function carriedFrom(conversation: string, stored: readonly StoredTurn[]): Carried {
  const done = stored.at(-1)?.events.findLast(({ event }) => event === "done");
  return { memory: done ? carriedBy(done).memory : null, conversation };
}

/** The events said again; an act that waited then waits no longer. */
export function recalledTurn(stored: StoredTurn): Turn {
  const turn = stored.events.reduce(
    (each, event) => (event.event === "problem" ? each : heard(each, event.event, event)),
    newTurn(stored.id, stored.question, { language: stored.language }),
  );
  return { ...turn, phase: "answered", offers: [] };
}
