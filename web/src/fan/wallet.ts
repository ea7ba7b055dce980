import { batch, signal } from "@preact/signals";
import { readWallet } from "../kit/api";
import type { Claim } from "../kit/contract";
import { ApiError } from "../kit/problem";
import { BRISK, persist } from "../kit/retry";

const CLAIMS_MAX = 1_000;

/** Her shares, newest first; undefined until the server has told. */
export const claims = signal<readonly Claim[] | undefined>(undefined);
export const olderCursor = signal<string | null>(null);
export const walletError = signal<unknown>(undefined);
export const walletBusy = signal(false);

export const loadWallet = () => readPage(null);
export const loadOlder = () => readPage(olderCursor.value);

async function readPage(before: string | null): Promise<void> {
  if (walletBusy.value) return;
  walletBusy.value = true;
  try {
    const page = await persist(() => readWallet(before), BRISK);
    batch(() => {
      claims.value = merge(claims.value ?? [], page.claims);
      olderCursor.value = claims.value.length < CLAIMS_MAX ? page.next : null;
      walletError.value = undefined;
    });
  } catch (error) {
    // Who is no fan has no wallet, which is no error to show.
    if (!(error instanceof ApiError) || (error.status !== 401 && error.status !== 403)) walletError.value = error;
  } finally {
    walletBusy.value = false;
  }
}

export function remember(claim: Claim): void {
  claims.value = merge(claims.value ?? [], [claim]);
}

export const findClaim = (pool: number, occasion: string): Claim | undefined =>
  claims.value?.find((claim) => claim.pool === pool && claim.occasion === occasion);

/** Both lists as one, each share once, newest first. */
export function merge(known: readonly Claim[], more: readonly Claim[]): readonly Claim[] {
  const byShare = new Map([...known, ...more].map((claim) => [`${claim.pool} ${claim.occasion}`, claim]));
  return [...byShare.values()].sort(
    (a, b) => Date.parse(b.claimed_at) - Date.parse(a.claimed_at) || b.share - a.share,
  );
}
