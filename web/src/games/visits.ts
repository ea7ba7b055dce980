import { signal } from "@preact/signals";
import { serverNowMs } from "../kit/clock";
import { keep, recall } from "../kit/storage";

const NAME = "games.seen";

const recalled = recall(NAME);

/** When this browser last left the Games; null on the first visit. */
export const lastVisit = signal<string | null>(recalled !== null && !Number.isNaN(Date.parse(recalled)) ? recalled : null);

/** Notes when the page is left; whoever hides it for a moment has not come anew. */
export function noteVisits(): void {
  addEventListener("pagehide", () => keep(NAME, new Date(serverNowMs()).toISOString()));
  document.addEventListener("visibilitychange", () => {
    // A phone may end a page that is hidden without another word.
    if (document.hidden) keep(NAME, new Date(serverNowMs()).toISOString());
  });
}
