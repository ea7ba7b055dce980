import { signal } from "@preact/signals";
import { listPools } from "../kit/api";
import type { Pool } from "../kit/contract";
import { BRISK, persist } from "../kit/retry";

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

export function markGone(id: number): void {
  pools.value = pools.value?.map((pool) => (pool.id === id ? { ...pool, gone: true } : pool));
}
