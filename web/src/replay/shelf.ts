import { signal } from "@preact/signals";
import { BRISK, persist } from "../kit/retry";
import { listTakes, readTake, type Take } from "./takes";

export const takes = signal<readonly Take[] | null>(null);
export const following = signal<number | null>(null);
export const chosen = signal<Take | null>(null);
export const problem = signal<unknown>(undefined);

/** What the address asks for, else the newest. */
export async function openShelf(): Promise<void> {
  problem.value = undefined;
  try {
    const page = await persist(() => listTakes(null), BRISK);
    takes.value = page.takes.filter(({ state }) => state === "complete");
    following.value = page.next;
    const wanted = Number(new URLSearchParams(location.search).get("take"));
    const listed = takes.value.find(({ id }) => id === wanted);
    chosen.value = listed ?? (wanted > 0 ? await persist(() => readTake(wanted), BRISK) : (takes.value[0] ?? null));
  } catch (error) {
    problem.value = error;
  }
}

export async function openMore(): Promise<void> {
  try {
    const page = await persist(() => listTakes(following.value), BRISK);
    takes.value = [...(takes.value ?? []), ...page.takes.filter(({ state }) => state === "complete")];
    following.value = page.next;
  } catch (error) {
    problem.value = error;
  }
}

/** Shows a take, and keeps it in the address, so that it can be sent to somebody. */
export function choose(take: Take): void {
  chosen.value = take;
  const address = new URL(location.href);
  address.searchParams.set("take", String(take.id));
  history.replaceState(history.state, "", address);
}
