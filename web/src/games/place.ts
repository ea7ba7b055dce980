import { computed, signal } from "@preact/signals";
import { keep, recall } from "../kit/storage";
import { at, type Place, readPlace, type View, writePlace } from "./address";
import { isZone, ownZone } from "./zones";

const recalledZone = recall("games.zone");
const chosenZone = signal<string>(recalledZone !== null && isZone(recalledZone) ? recalledZone : ownZone());

/** Where the reader is; the address always says the same. */
export const place = signal<Place>(readPlace(location.search, isZone));

/** The zone in which times are shown: that of the link, else the one she chose, else her own. */
export const zone = computed<string>(() => place.value.zone ?? chosenZone.value);

export const hrefOf = (target: Place): string => location.pathname + writePlace(target, new URLSearchParams(location.search).get("lang"));

/** A place seen at the same moment and in the same zone as this one. */
export const from = (view: View, more: Partial<Place> = {}): Place =>
  at(view, { asOf: place.value.asOf, zone: place.value.zone, ...more });

/** Goes there as if a link had been followed. */
export function visit(target: Place): void {
  history.pushState(null, "", hrefOf(target));
  place.value = target;
}

/** Goes there without a step that the back button would have to take. */
export function amend(target: Place): void {
  history.replaceState(history.state, "", hrefOf(target));
  place.value = target;
}

export function chooseZone(chosen: string): void {
  keep("games.zone", chosen);
  chosenZone.value = chosen;
  // The day was one of the other zone, and a zone in the address would win over the choice.
  amend({ ...place.value, zone: null });
}

addEventListener("popstate", () => {
  place.value = readPlace(location.search, isZone);
});
