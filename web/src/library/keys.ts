import { asking } from "./address";
import { FIELD } from "./parts/question-field";
import { goBack, place, visit } from "./place";
import { turn } from "./turning";

/** `/` to the question, and in the reader: arrows turn pages, Esc goes back. */
export function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    if (place.value.view !== "ask") visit(asking());
    // The field is there once the view has been rendered.
    setTimeout(() => document.getElementById(FIELD)?.focus());
    return;
  }
  if (place.value.view !== "page" || document.querySelector("dialog[open]")) return;
  const onwards = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (event.key === "Escape") goBack(asking());
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") turn(event.key === onwards ? 1 : -1);
}

/** Keys belong to the field that has the focus. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, dialog, [contenteditable]") !== null;
