import { batch, signal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { serverNowMs } from "../kit/clock";
import {
  acceptInvitation,
  type Draw,
  type DrawStanding,
  enterDraw,
  listDraws,
  listRedemptions,
  listSchemes,
  listVouchers,
  makeMyCode,
  type MyInvites,
  readDrawStanding,
  readMyInvites,
  type Redemption,
  type Scheme,
  type Voucher,
} from "../kit/gifts";
import { BRISK, persist } from "../kit/retry";
import { enterUnlessKnown, session } from "../kit/session";
import { t } from "../kit/text";
import { voucherPools } from "./pools";
import { findClaim, loadWallet } from "./wallet";

const DRAWS_SHOWN_MAX = 8;
const DAY_MS = 86_400_000;
const GIFT_LOOKS_MAX = 8;
const GIFT_LOOK_MS = 1_500;

export const vouchers = signal<readonly Voucher[]>([]);
export const redemptions = signal<readonly Redemption[]>([]);
/** Invitations that count now; undefined where there are none. */
export const scheme = signal<Scheme | undefined>(undefined);
export const myInvites = signal<MyInvites | undefined>(undefined);
export const draws = signal<readonly Draw[]>([]);
export const standings = signal<ReadonlyMap<number, DrawStanding>>(new Map());

const isFan = (): boolean => session.value?.role === "fan";

/** What everybody may see, then what is hers. Gifts are beside the envelopes: without an answer the page goes on without them. */
export async function loadGifts(): Promise<void> {
  const [schemes, listed] = await Promise.all([quietly(listSchemes), quietly(listDraws)]);
  batch(() => {
    scheme.value = schemes?.find(isOpenNow);
    draws.value = (listed ?? []).filter(isNear).slice(0, DRAWS_SHOWN_MAX);
  });
  await loadMine();
}

/** What is hers of vouchers, invitations and draws; nothing for who is no fan. */
export async function loadMine(): Promise<void> {
  if (!isFan()) return forgetMine();
  await Promise.all([loadVouchers(), loadMyInvites(), ...draws.value.map(({ id }) => loadStanding(id))]);
}

export async function loadVouchers(): Promise<void> {
  if (!isFan()) return;
  const [held, tried] = await Promise.all([quietly(listVouchers), quietly(listRedemptions)]);
  batch(() => {
    if (held) {
      vouchers.value = held;
      voucherPools.value = new Set(held.map(({ pool }) => pool));
    }
    if (tried) redemptions.value = tried;
  });
}

async function loadMyInvites(): Promise<void> {
  const id = scheme.value?.id;
  if (id !== undefined) myInvites.value = (await quietly(() => readMyInvites(id))) ?? myInvites.value;
}

async function loadStanding(draw: number): Promise<void> {
  const standing = await quietly(() => readDrawStanding(draw));
  if (standing) keepStanding(standing);
}

function forgetMine(): void {
  batch(() => {
    vouchers.value = [];
    redemptions.value = [];
    myInvites.value = undefined;
    standings.value = new Map();
  });
}

/** Her own code; whoever is nobody yet becomes a guest first. */
export async function obtainCode({ id }: Scheme): Promise<void> {
  await enterUnlessKnown(() => undefined);
  await persist(() => makeMyCode(id), BRISK);
  myInvites.value = await persist(() => readMyInvites(id), BRISK);
}

/** Accepts a friend's invitation, and waits a moment for the gift that follows it. */
export async function acceptCode(code: string): Promise<void> {
  await enterUnlessKnown(() => undefined);
  await persist(() => acceptInvitation(code), BRISK);
  announce(t("fan-invited-done"));
  await loadMyInvites();
  const known = scheme.value;
  if (known) void awaitGift(known.pool, known.invited_occasion);
}

export async function takeTicket(draw: number): Promise<void> {
  await enterUnlessKnown(() => undefined);
  keepStanding(await persist(() => enterDraw(draw), BRISK));
  announce(t("fan-draw-entered"));
}

/** The gift of an invitation comes a moment after it. */
async function awaitGift(pool: number, occasion: string): Promise<void> {
  for (let looks = 0; looks < GIFT_LOOKS_MAX && !findClaim(pool, occasion); looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, GIFT_LOOK_MS));
    await loadWallet();
  }
  await loadMine();
}

/** What is known of one redemption, put into both lists. */
export function noteRedemption(fresh: Redemption): void {
  redemptions.value = [fresh, ...redemptions.value.filter(({ id }) => id !== fresh.id)];
}

const keepStanding = (standing: DrawStanding): void => {
  standings.value = new Map([...standings.value, [standing.draw, standing]]);
};

const isOpenNow = ({ state, opens_at, closes_at }: Scheme): boolean =>
  state === "open" && Date.parse(opens_at) <= serverNowMs() && serverNowMs() < Date.parse(closes_at);

/** A draw of these days; what she has in it decides later whether it is shown. */
const isNear = ({ opens_at, closes_at }: Draw): boolean =>
  Date.parse(opens_at) < serverNowMs() + DAY_MS && Date.parse(closes_at) > serverNowMs() - 9 * DAY_MS;

async function quietly<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await persist(ask, BRISK);
  } catch {
    return undefined;
  }
}
