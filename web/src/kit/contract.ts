/** The shapes of the HTTP contract, version 1. Times are RFC 3339 in UTC, money is integer minor units. */

export type Role = "fan" | "operator" | "auditor" | "noc" | "replay";
export type PoolState = "draft" | "open" | "paused" | "closed";
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
}

export interface BurnPoint {
  readonly at: string;
  readonly granted: number;
  readonly spent_minor: number;
}

export type ActName = "pool.created" | "pool.opened" | "pool.paused" | "pool.resumed" | "pool.closed";

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

export interface NewPool {
  readonly titles: Titles;
  readonly shares: number;
  readonly total_minor: number;
  readonly minimum_minor: number;
  readonly currency: string;
  readonly curve: "equal" | "uniform";
  readonly occasions: readonly string[];
  readonly lanes: number;
  readonly valid_until: string | null;
}

export type PoolAct = "open" | "pause" | "resume" | "close";
