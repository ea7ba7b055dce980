import { type Signal, signal } from "@preact/signals";
import { announce } from "../kit/announcer";
import type { Claim, Pool } from "../kit/contract";
import { pickText } from "../kit/language";
import { money } from "../kit/money";
import { ApiError } from "../kit/problem";
import { PATIENT, persist } from "../kit/retry";
import { enterUnlessKnown, session } from "../kit/session";
import { explain, language, t } from "../kit/text";
import { claimInTurn } from "./line";
import { loadPools, markGone, markOpen, postpone } from "./pools";
import { keepReceipt } from "./receipts";
import { claims, findClaim, loadWallet, remember } from "./wallet";

const SLOW_MS = 2_500;

/** Where the opening of one envelope stands; `reveals` counts the answers that the page has to show. */
export type Opening =
  | { readonly phase: "idle"; readonly reveals: number; readonly error?: unknown }
  | { readonly phase: "asking"; readonly reveals: number; readonly slow: boolean }
  | { readonly phase: "waiting"; readonly reveals: number; readonly untilMs: number };

// The openings live outside the components, so that no rendering can lose an answer on its way.
const openings = new Map<number, Signal<Opening>>();

export function openingOf(pool: number): Signal<Opening> {
  let opening = openings.get(pool);
  if (!opening) {
    opening = signal<Opening>({ phase: "idle", reveals: 0 });
    openings.set(pool, opening);
  }
  return opening;
}

/** Asks for her share until it is told; asking twice, at once or later, gets her the same share. */
export async function openEnvelope(pool: Pool, occasion: string): Promise<void> {
  const opening = openingOf(pool.id);
  if (opening.value.phase !== "idle") return;
  const { reveals } = opening.value;
  opening.value = { phase: "asking", reveals, slow: false };
  const slowTimer = setTimeout(() => {
    if (opening.value.phase === "asking") opening.value = { phase: "asking", reveals, slow: true };
  }, SLOW_MS);
  const onWait = (seconds: number) => {
    if (opening.value.phase === "asking" && !opening.value.slow) {
      announce(t("fan-waiting", { seconds: Math.ceil(seconds) }));
    }
    opening.value = { phase: "waiting", reveals, untilMs: Date.now() + seconds * 1000 };
    setTimeout(() => {
      if (opening.value.phase === "waiting") opening.value = { phase: "asking", reveals, slow: true };
    }, seconds * 1000);
  };
  try {
    const claim = await obtain(pool, occasion, onWait);
    remember(claim);
    if (pool.state === "scheduled") markOpen(pool.id);
    opening.value = { phase: "idle", reveals: reveals + 1 };
    announce(t("fan-announcement", { amount: money(claim.amount_minor, claim.currency), title: titleOf(pool) }));
  } catch (error) {
    opening.value = awaitsHour(error) ? { phase: "idle", reveals } : { phase: "idle", reveals, error };
    react(error, pool.id);
  } finally {
    clearTimeout(slowTimer);
  }
}

async function obtain(pool: Pool, occasion: string, onWait: (seconds: number) => void): Promise<Claim> {
  const known = findClaim(pool.id, occasion);
  // A share once told never changes, so a pool that answers no more is not asked for it.
  if (known && pool.state !== "open") return known;
  await enterUnlessKnown(onWait);
  if (claims.value === undefined) void loadWallet();
  const { receipt, ...claim } = await persist(() => claimInTurn(pool.id, occasion).catch(awaitOpening), PATIENT, onWait);
  if (receipt) keepReceipt(claim, receipt);
  return claim;
}

/** A pool that is not open yet and says when it will be is asked again then. */
function awaitOpening(error: unknown): never {
  if (!awaitsHour(error)) throw error;
  throw new ApiError(error.code, error.status, true, error.retryAfterS, error.detail);
}

const awaitsHour = (error: unknown): error is ApiError & { readonly retryAfterS: number } =>
  error instanceof ApiError && error.code === "campaign.not_open" && error.retryAfterS !== null;

function react(error: unknown, pool: number): void {
  if (!(error instanceof ApiError)) return;
  if (error.status === 401) session.value = null;
  if (error.code !== "campaign.gone" && error.code !== "campaign.not_open") return;
  // The page then shows the new state in place of the act, which a listener would not hear.
  announce(explain(error));
  if (error.code === "campaign.gone") markGone(pool);
  else if (awaitsHour(error)) postpone(pool, error.retryAfterS);
  else void loadPools();
}

export const titleOf = (pool: Pool): string => pickText(pool.titles, language()).text;
