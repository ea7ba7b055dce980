import { signal } from "@preact/signals";
import { call } from "../kit/api";
import type { PoolState, Titles } from "../kit/contract";

export type PartState = "up" | "busy" | "down";
export type PartName = "pages" | "database" | "claims" | "orders";
export type IncidentKind = "notice" | "trouble" | "outage";

export interface Part {
  readonly name: PartName;
  readonly state: PartState;
}

export interface PoolStatus {
  readonly id: number;
  readonly titles: Titles;
  readonly state: PoolState;
  readonly gone: boolean;
  readonly opens_at: string | null;
  readonly waiting: boolean;
  /** Whole minutes; null while nobody is let in. */
  readonly wait_min: number | null;
}

export interface Incident {
  readonly id: number;
  readonly kind: IncidentKind;
  readonly pool: number | null;
  readonly texts: Titles;
  readonly began_at: string;
  readonly changed_at: string;
  readonly ended_at: string | null;
}

export interface Status {
  /** When the database was last heard; null: not yet. */
  readonly as_of: string | null;
  readonly components: readonly Part[];
  readonly pools: readonly PoolStatus[];
  readonly incidents: readonly Incident[];
}

const LOOK_AGAIN_MS = 15_000;

export const status = signal<Status | undefined>(undefined);
export const statusError = signal<unknown>(undefined);

export async function loadStatus(): Promise<void> {
  try {
    status.value = await call<Status>("GET", "/v1/status");
    statusError.value = undefined;
  } catch (error) {
    // What is on the page stays there, with its time; that nobody answers is news of its own.
    statusError.value = error;
  }
}

/** Looks again while somebody is looking; the random part keeps a crowd from asking in step. */
export function watchStatus(): void {
  const look = async () => {
    if (!document.hidden) await loadStatus();
    setTimeout(() => void look(), LOOK_AGAIN_MS * (1 + Math.random() / 2));
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void loadStatus();
  });
  void look();
}

export const isWell = (now: Status): boolean =>
  now.components.every((part) => part.state === "up") &&
  now.incidents.every((incident) => incident.kind === "notice" || incident.ended_at !== null);

export const isAway = (now: Status): boolean =>
  now.components.some((part) => part.name === "database" && part.state === "down");
