/** The shapes of the HTTP contract, version 1. Times are RFC 3339 in UTC, money is integer minor units. */

export type Role = "fan" | "operator" | "auditor" | "noc" | "replay" | "feed" | "platform";
export type PoolState = "draft" | "scheduled" | "open" | "paused" | "closed" | "revealed";
export type Curve = "equal" | "uniform" | "exponential" | "lottery";
export type Titles = Readonly<Record<string, string>>;

export interface Session {
  readonly role: Role;
  readonly subject: string;
  readonly noc: string | null;
  readonly expires_at: string;
}

export interface Pool {
  readonly id: number;
  readonly titles: Titles;
  readonly state: PoolState;
  readonly currency: string;
  readonly occasions: readonly string[];
  /** Those of the occasions for which no fan may ask herself. */
  readonly earned: readonly string[];
  readonly shares: number;
  readonly total_minor: number;
  readonly opens_at: string | null;
  readonly closes_at: string | null;
  readonly valid_until: string | null;
  readonly gone: boolean;
}

export interface Claim {
  readonly pool: number;
  readonly occasion: string;
  readonly share: number;
  readonly amount_minor: number;
  readonly currency: string;
  readonly claimed_at: string;
}

/** The answer to a claim; the receipt is null when the share had been given before. */
export interface Answer extends Claim {
  readonly receipt?: Receipt | null;
}

/** The signed proof that a claim stands in a batch of its lane's chain. */
export interface Receipt {
  readonly header: string;
  readonly claim: string;
  readonly index: number;
  readonly path: readonly string[];
  readonly key: string;
  readonly signature: string;
}

/** What is published of a pool, so that anybody can check it. */
export interface ProofDocument {
  readonly format: string;
  readonly pool: number;
  readonly state: PoolState;
  readonly currency: string;
  readonly occasions: readonly string[];
  readonly lanes: number;
  readonly shares: number;
  readonly total_minor: number;
  readonly tranches: readonly Tranche[];
  readonly heads: readonly LaneHead[];
  readonly keys: readonly { readonly id: string; readonly public: string }[];
}

/** A part of the budget that was committed to and is split on its own; its seed is null until it is revealed. */
export interface Tranche {
  readonly number: number;
  readonly first_share: number;
  readonly shares: number;
  readonly total_minor: number;
  readonly commitment: string;
  readonly committed_at: string;
  readonly seed: string | null;
}

export interface LaneHead {
  readonly lane: number;
  readonly batch: number;
  readonly head: string;
  readonly claims: number;
  readonly amount_minor: number;
}

export interface WalletPage {
  readonly claims: readonly Claim[];
  readonly next: string | null;
}

export interface Books {
  readonly pool: number;
  readonly titles: Titles;
  readonly state: PoolState;
  readonly currency: string;
  readonly lanes: number;
  readonly shares: number;
  readonly granted: number;
  readonly total_minor: number;
  readonly spent_minor: number;
  readonly remaining_minor: number;
  readonly granted_per_s: number;
  readonly at: string;
  readonly opened_at: string | null;
  readonly opens_at: string | null;
  readonly closes_at: string | null;
  readonly valid_until: string | null;
  /** How many claims were refused, by the code of the error. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly forecast_empty_at: string | null;
  /** How many shares would have been granted by now if they went evenly from the opening to the closing. */
  readonly planned_granted: number | null;
  /** What the continuous check of the books found wrong, in words; empty when all is right. */
  readonly faults: readonly string[];
  readonly lane_books: readonly LaneBooks[];
}

export interface LaneBooks {
  readonly lane: number;
  readonly granted: number;
  readonly spent_minor: number;
  readonly free: number;
  readonly batches: number;
}

export interface BurnPoint {
  readonly at: string;
  readonly granted: number;
  readonly spent_minor: number;
}

export type ActName =
  | "pool.created"
  | "pool.scheduled"
  | "pool.opened"
  | "pool.paused"
  | "pool.resumed"
  | "pool.extended"
  | "pool.paced"
  | "pool.raise_proposed"
  | "pool.raised"
  | "pool.closed"
  | "pool.revealed";

export interface Act {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly role: Role;
  readonly act: ActName;
  readonly reason: string;
}

export interface ActPage {
  readonly acts: readonly Act[];
  readonly next: number | null;
}

export interface Tier {
  readonly shares: number;
  readonly amount_minor: number;
}

/** A part of a budget as an operator plans it. */
export interface Budget {
  readonly shares: number;
  readonly total_minor: number;
  readonly minimum_minor: number;
  readonly curve: Curve;
  readonly tiers: readonly Tier[];
}

export interface NewPool extends Budget {
  readonly titles: Titles;
  readonly currency: string;
  readonly occasions: readonly string[];
  readonly lanes: number;
  readonly opens_at: string | null;
  readonly closes_at: string | null;
  readonly valid_until: string | null;
}

/** An act that needs nothing but its reason. */
export type PoolAct = "schedule" | "open" | "pause" | "resume" | "close" | "reveal";

/** A larger budget that one operator proposed; `tranche` is its number once another one has approved it. */
export interface Raise extends Budget {
  readonly id: number;
  readonly proposed_by: string;
  readonly proposed_at: string;
  readonly reason: string;
  readonly approved_by: string | null;
  readonly tranche: number | null;
}
