import { signal } from "@preact/signals";

/** The rooms of the console, in the order of the evening; each has an address of its own. */
export const ROOMS = ["pools", "programmes", "merchants", "invites", "review", "crowd", "log"] as const;
export type Room = (typeof ROOMS)[number];

const here = (): Room => ROOMS.find((known) => known === new URLSearchParams(location.search).get("room")) ?? "pools";

export const room = signal<Room>(here());

export function hrefOf(to: Room, pool?: number): string {
  const query = new URLSearchParams();
  const lang = new URLSearchParams(location.search).get("lang");
  if (to !== "pools") query.set("room", to);
  if (pool !== undefined) query.set("pool", String(pool));
  if (lang !== null) query.set("lang", lang);
  return location.pathname + (query.size > 0 ? `?${query}` : "");
}

export function visit(to: Room, pool?: number): void {
  history.pushState(null, "", hrefOf(to, pool));
  room.value = to;
}

addEventListener("popstate", () => {
  room.value = here();
});
