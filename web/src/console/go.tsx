import type { ComponentChildren } from "preact";
import { hrefOf, type Room, visit } from "./place";

interface GoProps {
  readonly to: Room;
  readonly pool?: number;
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

/** A link within the console: a real one, followed without loading the page anew. */
export function Go({ to, pool, current = false, children }: GoProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    visit(to, pool);
    scrollTo(0, 0);
    document.getElementById("content")?.focus({ preventScroll: true });
  };
  return (
    <a href={hrefOf(to, pool)} aria-current={current ? "page" : undefined} onClick={follow}>
      {children}
    </a>
  );
}
