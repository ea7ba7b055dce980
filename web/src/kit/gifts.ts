import { call } from "./api";
import type { Titles } from "./contract";

/** What a campaign gives besides envelopes: vouchers and the shops that take them, invitations, draws. */

export type Category = "food" | "drink" | "entertainment" | "leisure";
export type VoucherState = "valid" | "held" | "used" | "expired" | "under_review";
export type RedemptionState = "asking" | "held" | "captured" | "done" | "voided" | "expired";

export interface Voucher {
  readonly pool: number;
  readonly occasion: string;
  readonly titles: Titles;
  readonly amount_minor: number;
  readonly currency: string;
  readonly categories: readonly Category[];
  readonly claimed_at: string;
  readonly valid_until: string | null;
  readonly state: VoucherState;
  readonly redemption: string | null;
}

export interface Redemption {
  readonly id: string;
  readonly pool: number;
  readonly occasion: string;
  readonly merchant: number;
  readonly amount_minor: number;
  readonly currency: string;
  readonly state: RedemptionState;
  readonly expires_at: string;
  readonly reason: string;
}

/** A shop that has room now. */
export interface Shop {
  readonly id: number;
  readonly name: string;
  readonly category: Category;
}

export interface DailyTicket {
  readonly day: string;
  readonly invitations: number;
  readonly draw: number;
  readonly ticket: string;
}

/** Invitations with one plan of rewards. */
export interface Scheme {
  readonly id: number;
  readonly pool: number;
  readonly invited_occasion: string;
  readonly inviter_occasions: readonly string[];
  readonly opens_at: string;
  readonly closes_at: string;
  readonly zone: string;
  readonly daily_tickets: readonly DailyTicket[];
  readonly state: "open" | "paused" | "closed";
}

export interface MyInvites {
  readonly scheme: number;
  readonly code: string | null;
  readonly was_invited: boolean;
  readonly accepted: number;
  readonly rewarded: number;
  readonly accepted_today: number;
}

export interface Draw {
  readonly id: number;
  readonly pool: number;
  readonly occasion: string;
  readonly state: "entering" | "closed" | "drawn";
  readonly winners: number;
  readonly opens_at: string;
  readonly closes_at: string;
  readonly tickets: readonly string[];
  readonly earned: readonly string[];
  readonly excludes: readonly number[];
  /** Which public value is mixed in; empty: none. */
  readonly beacon: string;
  readonly commitment: string;
  readonly committed_at: string;
  readonly entries: number | null;
  readonly root: string | null;
  readonly beacon_value: string | null;
  readonly seed: string | null;
}

/** What a fan has in a draw; `place` is 1 for the first winner, null for who has not won. */
export interface DrawStanding {
  readonly draw: number;
  readonly pseudonym: string;
  readonly tickets: readonly string[];
  readonly place: number | null;
}

export const listVouchers = () =>
  call<{ vouchers: readonly Voucher[] }>("GET", "/v1/fans/me/vouchers").then((answer) => answer.vouchers);
export const listRedemptions = () =>
  call<{ redemptions: readonly Redemption[] }>("GET", "/v1/fans/me/redemptions").then((answer) => answer.redemptions);
export const listShops = () => call<{ merchants: readonly Shop[] }>("GET", "/v1/merchants").then((answer) => answer.merchants);
export const redeem = (voucher: Voucher, merchant: number) =>
  call<Redemption>("POST", `/v1/vouchers/${voucher.pool}/${voucher.occasion}/redemptions`, { merchant, capture: false });
export const captureRedemption = (id: string) => call<Redemption>("POST", `/v1/redemptions/${id}/capture`, {});
export const voidRedemption = (id: string) => call<Redemption>("POST", `/v1/redemptions/${id}/void`, {});

export const listSchemes = () => call<{ schemes: readonly Scheme[] }>("GET", "/v1/invites").then((answer) => answer.schemes);
export const readMyInvites = (scheme: number) => call<MyInvites>("GET", `/v1/invites/${scheme}/me`);
export const makeMyCode = (scheme: number) => call<{ code: string }>("POST", `/v1/invites/${scheme}/code`, {});
export const acceptInvitation = (code: string) =>
  call<{ scheme: number; accepted_at: string }>("POST", "/v1/invitations", { code });

export const listDraws = () => call<{ draws: readonly Draw[] }>("GET", "/v1/draws").then((answer) => answer.draws);
export const readDrawStanding = (draw: number) => call<DrawStanding>("GET", `/v1/draws/${draw}/me`);
export const enterDraw = (draw: number) => call<DrawStanding>("POST", `/v1/draws/${draw}/entries`, { ticket: "self" });
export const drawFileAddress = (draw: number): string => `/v1/draws/${draw}/file`;
