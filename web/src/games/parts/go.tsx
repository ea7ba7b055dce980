import type { ComponentChildren } from "preact";
import type { Place } from "../address";
import { hrefOf, place, visit } from "../place";

interface GoProps {
  readonly to: Place;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly label?: string;
  /** What `aria-current` says where the link leads to what is shown. */
  readonly current?: "page" | "date" | "true" | undefined;
  /** Whether the reader stays where she is on the page: the link changes only a part of it. */
  readonly stay?: boolean;
}

/** A link within the Games: a real one, followed without loading the page anew. */
export function Go({ to, children, class: name, label, current, stay = false }: GoProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    visit(to);
    if (stay) return;
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
