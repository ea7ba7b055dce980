import type { Role, Titles } from "../kit/contract";
import type { Category } from "../kit/gifts";

/** What the console is answered besides pools: times are RFC 3339 in UTC, money is integer minor units. */

export interface Programme {
  readonly id: number;
  readonly name: string;
  readonly titles: Titles;
  readonly zone: string;
  readonly currency: string;
  readonly budget_minor: number;
  readonly applied_at: string;
  readonly applied_by: string;
  readonly waves: Readonly<Record<string, MadeWave>>;
}

export interface MadeWave {
  readonly pool: number;
  readonly prize_pool: number | null;
  readonly draws: readonly number[];
  readonly scheme: number | null;
}

export interface ShareLevels {
  readonly mean_minor: number;
  readonly p1_minor: number;
  readonly p50_minor: number;
  readonly p90_minor: number;
  readonly p99_minor: number;
  readonly most_minor: number;
}

export interface HourOutlook {
  readonly hour: number;
  readonly shares: number;
  readonly per_s: number;
}

export interface WaveOutlook {
  readonly wave: string;
  readonly kind: "voucher" | "cash";
  readonly opens_at: string;
  readonly closes_at: string;
  readonly days: number;
  readonly shares: number;
  readonly gifts_minor: number;
  readonly prizes_minor: number;
  readonly levels: ShareLevels;
  readonly hours: readonly HourOutlook[];
}

/** What a programme costs and brings, before anything is spent. */
export interface Outlook {
  readonly programme: string;
  readonly currency: string;
  readonly budget_minor: number;
  readonly cost_minor: number;
  readonly fan_mean_minor: number;
  readonly fan_mean_invites_minor: number;
  readonly fan_most_minor: number;
  readonly waves: readonly WaveOutlook[];
  readonly warnings: readonly string[];
}

export interface Applied {
  readonly programme: string;
  readonly dry_run: boolean;
  readonly waves: readonly { readonly wave: string; readonly done: "created" | "changed" | "unchanged"; readonly pool: number }[];
  readonly missing: readonly string[];
  readonly changes: readonly Change[];
}

export interface Change {
  readonly wave: string;
  readonly key: string;
  readonly before: string;
  readonly after: string;
  readonly is_frozen: boolean;
}

export interface Capacity {
  readonly per_minute: number;
  readonly open_max: number;
  readonly stock: number | null;
}

export interface Merchant {
  readonly id: number;
  readonly name: string;
  readonly category: Category;
  readonly state: "open" | "paused" | "closed";
  readonly capacity: Capacity;
  readonly webhook: string;
  readonly open_now: number;
  readonly taken_this_minute: number;
}

export interface NewMerchant {
  readonly name: string;
  readonly category: Category;
  readonly capacity: Capacity;
  readonly webhook: string;
}

export interface DeadLetter {
  readonly key: string;
  readonly id: string;
  readonly kind: string;
  readonly attempts: number;
  readonly failed_at: string;
  readonly reason: string;
}

export interface SchemeFigures {
  readonly scheme: number;
  readonly members: number;
  readonly accepted: number;
  readonly counted: number;
}

export type HoldState = "held" | "released" | "void";

export interface Hold {
  readonly fan: string;
  readonly pool: number;
  readonly occasion: string;
  readonly state: HoldState;
  readonly score: number;
  /** Codes with their numbers, like `device_shared:14`, the heaviest first. */
  readonly reasons: readonly string[];
  readonly placed_at: string;
  readonly decided_at: string | null;
  readonly decision: string;
}

export interface HoldsPage {
  readonly holds: readonly Hold[];
  readonly next: string | null;
}

export interface FanReview {
  readonly fan: string;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly holds: readonly Hold[];
}

export type Decision = "hold" | "release" | "void";

export interface DecisionDone {
  readonly fans: number;
  readonly claims: number;
}

export interface RulesVersion {
  readonly version: number;
  readonly rules: Readonly<Record<string, unknown>>;
}

export interface Trial {
  readonly fans: number;
  readonly held_before: number;
  readonly held_after: number;
  readonly newly: number;
  readonly no_longer: number;
}

/** Something that is off for the fans of a segment or a platform; `pool` is null where it is off in all. */
export interface Switch {
  readonly id: number;
  readonly kind: "segment" | "platform";
  readonly target: string;
  readonly pool: number | null;
  readonly since: string;
  readonly reason: string;
  readonly lifted_at: string | null;
  readonly lift_reason: string;
}

/** A line in front of a pool. */
export interface WaitingRoom {
  readonly pool: number;
  readonly state: "closed" | "watching" | "open";
  readonly automatic: boolean;
  readonly per_second: number;
  readonly length: number;
  /** Measured; null before anybody came. */
  readonly admitted_per_s: number | null;
  readonly expected_s: number | null;
}

export type IncidentKind = "notice" | "trouble" | "outage";

export interface Incident {
  readonly id: number;
  readonly kind: IncidentKind;
  readonly pool: number | null;
  readonly texts: Titles;
  readonly began_at: string;
  readonly ended_at: string | null;
}

/** One line of the audit log over everything. */
export interface AnyAct {
  readonly at: string;
  readonly area: string;
  /** The number of what was acted on; a fan by her id. */
  readonly subject: string;
  readonly act: string;
  readonly actor: string;
  readonly role: Role;
  readonly reason: string;
}

export interface AnyActPage {
  readonly acts: readonly AnyAct[];
  readonly next: string | null;
}

