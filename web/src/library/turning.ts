import type { PagePlace } from "./address";
import { page } from "./reading";
import { amend, place } from "./place";

/** Turns so many pages, as far as there are any; the way back stays what it was. */
export function turn(by: number): void {
  const now = place.value;
  const shown = page.value;
  if (now.view === "page" && shown) turnTo(now, now.page + by, shown.pages);
}

export function turnTo(now: PagePlace, wished: number, pages: number): void {
  const number = Math.min(pages, Math.max(1, Math.trunc(wished)));
  if (number !== now.page) amend({ ...now, page: number });
}
