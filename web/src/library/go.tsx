import type { ComponentChildren } from "preact";
import type { Place } from "./address";
import { hrefOf, place, visit } from "./place";

interface GoProps {
  readonly to: Place;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly label?: string;
  readonly current?: "page" | "true" | undefined;
  /** What is done instead of going there by a step of its own. */
  readonly onFollow?: () => void;
}

/** A link within the library: a real one, followed without loading the page anew. */
export function Go({ to, children, class: name, label, current, onFollow }: GoProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (onFollow) return onFollow();
    visit(to);
    scrollTo(0, 0);
    document.getElementById("content")?.focus({ preventScroll: true });
  };
  // Read here, so that the address of the link follows the place of the page.
  void place.value;
  return (
    <a href={hrefOf(to)} class={name} aria-label={label} aria-current={current} onClick={follow}>
      {children}
    </a>
  );
}
