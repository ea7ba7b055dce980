import { signal } from "@preact/signals";
import { type Place, readPlace, writePlace } from "./address";

const here = (): Place => readPlace(location.search, location.hash);

/** Where the reader is; the address always says the same. */
export const place = signal<Place>(here());

/** How many steps back lie within the library, so that going back never leaves it unawares. */
const stepsOf = (): number => (history.state as { steps?: number } | null)?.steps ?? 0;

export const hrefOf = (target: Place): string =>
  location.pathname + writePlace(target, new URLSearchParams(location.search).get("lang"));

/** Goes there as if a link had been followed. */
export function visit(target: Place): void {
  history.pushState({ steps: stepsOf() + 1 }, "", hrefOf(target));
  place.value = target;
}

/** Goes there without a step that the back button would have to take. */
export function amend(target: Place): void {
  history.replaceState(history.state, "", hrefOf(target));
  place.value = target;
}

/** Back to where she came from; who came by a link from elsewhere gets to `otherwise`. */
export function goBack(otherwise: Place): void {
  if (stepsOf() > 0) history.back();
  else visit(otherwise);
}

addEventListener("popstate", () => {
  place.value = here();
});
