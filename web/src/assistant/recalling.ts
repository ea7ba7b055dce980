/** A stored turn as the page shows it. Pure. */
import { type Carried, heard, newTurn, type Turn } from "./answer";
import type { StoredTurn } from "./stored-api";

export const EMPTY_CARRIED: Carried = { memory: null, conversation: null };

/** The events said again; an act that waited then waits no longer. */
export function recalledTurn(stored: StoredTurn): Turn {
  const turn = stored.events.reduce(
    (each, event) => (event.event === "problem" ? each : heard(each, event.event, event)),
    newTurn(stored.id, stored.question, { language: stored.language }),
  );
  return { ...turn, phase: "answered", confirm: null };
}
