import { signal } from "@preact/signals";
import { listPools } from "../kit/api";
import { serverNowMs } from "../kit/clock";
import type { Pool, PoolState } from "../kit/contract";
import { BRISK, persist } from "../kit/retry";
import { findClaim } from "./wallet";

const POOLS_MAX = 24;
const LOOK_AGAIN_MS = 20_000;
/** A crowd may wait for the opening, and the hour is known: it only has to be noticed when the hour changes. */
const LOOK_AGAIN_SCHEDULED_MS = 300_000;

export const pools = signal<readonly Pool[] | undefined>(undefined);
export const poolsError = signal<unknown>(undefined);
/** Pools whose shares are vouchers, as far as she holds any of them: those have a place of their own on the page. */
export const voucherPools = signal<ReadonlySet<number>>(new Set());

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
  watch("paused", LOOK_AGAIN_MS);
  watch("scheduled", LOOK_AGAIN_SCHEDULED_MS);
}

function watch(state: PoolState, periodMs: number): void {
  const wait = () => setTimeout(lookAgain, periodMs * (1 + Math.random()));
  const lookAgain = async () => {
    if (!document.hidden && pools.value?.some((pool) => pool.state === state)) await loadPools();
    wait();
  };
  wait();
}

/** The occasions that are there for this fan: those she may ask for, and those she has earned. */
export const occasionsOf = (pool: Pool): readonly string[] =>
  pool.occasions.filter((occasion) => !pool.earned.includes(occasion) || findClaim(pool.id, occasion));

const ORDER: readonly PoolState[] = ["open", "scheduled", "paused", "closed", "revealed"];

/** What a fan can open comes first; what has ended is shown only where she holds something of it. */
export function onStage(listed: readonly Pool[]): readonly Pool[] {
  const rank = (pool: Pool): number => ORDER.indexOf(pool.gone ? "closed" : pool.state);
  const ended = (pool: Pool): boolean => pool.state === "closed" || pool.state === "revealed";
  const mine = (pool: Pool): boolean => pool.occasions.some((occasion) => findClaim(pool.id, occasion));
  const kept = (pool: Pool): boolean => voucherPools.value.has(pool.id) && occasionsOf(pool).every((name) => findClaim(pool.id, name));
  const shown = (pool: Pool): boolean => !kept(pool) && (ended(pool) ? mine(pool) : occasionsOf(pool).length > 0);
  return listed.filter(shown).sort((a, b) => rank(a) - rank(b));
}

export const markGone = (id: number): void => change(id, { gone: true });
/** The first share that is given tells that the pool has opened. */
export const markOpen = (id: number): void => change(id, { state: "open" });
/** The server has said that the opening is so far away still. */
export const postpone = (id: number, seconds: number): void =>
  change(id, { opens_at: new Date(serverNowMs() + seconds * 1000).toISOString() });

function change(id: number, news: Partial<Pool>): void {
  pools.value = pools.value?.map((pool) => (pool.id === id ? { ...pool, ...news } : pool));
}
