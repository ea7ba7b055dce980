import { signal } from "@preact/signals";
import { listPools } from "../kit/api";
import type { Pool } from "../kit/contract";
import { BRISK, persist } from "../kit/retry";
import { findClaim } from "./wallet";

const POOLS_MAX = 24;
const LOOK_AGAIN_MS = 20_000;

export const pools = signal<readonly Pool[] | undefined>(undefined);
export const poolsError = signal<unknown>(undefined);

export async function loadPools(): Promise<void> {
  try {
    const listed = await persist(listPools, BRISK);
    pools.value = listed.filter((pool) => pool.state !== "draft" && pool.occasions.length > 0).slice(0, POOLS_MAX);
    poolsError.value = undefined;
  } catch (error) {
    // A list that is already on the page stays there: old news beats no news.
    if (pools.value === undefined) poolsError.value = error;
  }
}

/** Notices the end of a pause; the random part keeps a waiting crowd from asking in step. */
export function watchPauses(): void {
  const lookAgain = async () => {
    if (!document.hidden && pools.value?.some((pool) => pool.state === "paused")) await loadPools();
    setTimeout(lookAgain, LOOK_AGAIN_MS * (1 + Math.random()));
  };
  setTimeout(lookAgain, LOOK_AGAIN_MS);
}

/** What a fan can open comes first; what has ended is shown only where she holds something of it. */
export function onStage(listed: readonly Pool[]): readonly Pool[] {
  const rank = (pool: Pool): number => ["open", "paused", "closed"].indexOf(pool.gone ? "closed" : pool.state);
  const mine = (pool: Pool): boolean => pool.occasions.some((occasion) => findClaim(pool.id, occasion));
  return listed.filter((pool) => pool.state !== "closed" || mine(pool)).sort((a, b) => rank(a) - rank(b));
}

export function markGone(id: number): void {
  pools.value = pools.value?.map((pool) => (pool.id === id ? { ...pool, gone: true } : pool));
}
