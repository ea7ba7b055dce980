import { batch, signal } from "@preact/signals";
import { actOnPool, createPool, listPools, readActs } from "../kit/api";
import type { Act, Books, NewPool, Pool, PoolAct } from "../kit/contract";
import { BRISK, persist } from "../kit/retry";
import { follow, unfollow } from "./live";

const POOLS_MAX = 200;
const ACTS_MAX = 1_000;

export const pools = signal<readonly Pool[] | undefined>(undefined);
export const chosenId = signal<number | null>(null);
export const books = signal<Books | undefined>(undefined);
export const acts = signal<readonly Act[]>([]);
export const olderActs = signal<number | null>(null);
export const deskError = signal<unknown>(undefined);

export async function openDesk(): Promise<void> {
  try {
    const listed = (await persist(listPools, BRISK)).slice(0, POOLS_MAX);
    pools.value = listed;
    deskError.value = undefined;
    const wished = Number(new URLSearchParams(location.search).get("pool"));
    const first = listed.find((pool) => pool.id === wished) ?? listed.find((pool) => pool.state === "open") ?? listed[0];
    if (first) choosePool(first.id);
  } catch (error) {
    deskError.value = error;
  }
}

export function choosePool(id: number): void {
  unfollow();
  batch(() => {
    chosenId.value = id;
    books.value = undefined;
    acts.value = [];
    olderActs.value = null;
  });
  const address = new URL(location.href);
  address.searchParams.set("pool", String(id));
  history.replaceState(history.state, "", address);
  follow(id, takeBooks);
  void loadActs(id);
}

function takeBooks(fresh: Books): void {
  if (fresh.pool !== chosenId.value) return;
  const changed = books.value !== undefined && books.value.state !== fresh.state;
  books.value = fresh;
  // Somebody else has acted, so the audit log has grown.
  if (changed) void loadActs(fresh.pool);
}

export async function loadActs(id: number): Promise<void> {
  try {
    const page = await persist(() => readActs(id, null), BRISK);
    if (id !== chosenId.value) return;
    acts.value = page.acts;
    olderActs.value = page.next;
  } catch (error) {
    deskError.value = error;
  }
}

export async function loadOlderActs(): Promise<void> {
  const id = chosenId.value;
  const before = olderActs.value;
  if (id === null || before === null) return;
  try {
    const page = await persist(() => readActs(id, before), BRISK);
    if (id !== chosenId.value || olderActs.value !== before) return;
    acts.value = [...acts.value, ...page.acts];
    olderActs.value = acts.value.length < ACTS_MAX ? page.next : null;
  } catch (error) {
    deskError.value = error;
  }
}

/** Acts once; an act is not repeated by itself, because a second one would be a second line in the audit log. */
export async function act(id: number, name: PoolAct, reason: string): Promise<void> {
  const fresh = await actOnPool(id, name, reason);
  takeBooks(fresh);
  pools.value = pools.value?.map((pool) => (pool.id === id ? { ...pool, state: fresh.state } : pool));
  await loadActs(id);
}

/** Creates a draft and shows it. */
export async function addPool(pool: NewPool): Promise<void> {
  const fresh = await createPool(pool);
  pools.value = (await persist(listPools, BRISK)).slice(0, POOLS_MAX);
  choosePool(fresh.pool);
}
