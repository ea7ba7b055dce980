/** What is kept of her conversations, and what she says of answers. */
import { call } from "../kit/api";
import type { Verdict } from "./answer";

const CONVERSATIONS = "/v1/assistant/conversations";

export interface Conversation {
  readonly id: string;
  readonly title: string;
  readonly began_at: string;
  readonly changed_at: string;
  readonly turns: number;
}

/** One event as it was sent; `event` is its name. */
export interface StoredEvent {
  readonly event: string;
}

export interface StoredTurn {
  readonly id: number;
  readonly asked_at: string;
  readonly question: string;
  readonly language: string;
  readonly events: readonly StoredEvent[];
}

export interface TurnPage {
  readonly turns: readonly StoredTurn[];
  readonly next: number | null;
}

export const REASONS = ["wrong", "not_asked", "incomplete", "unclear", "language", "slow", "other"] as const;
export type Reason = (typeof REASONS)[number];

/** Everything that is kept, as a file. */
export const EXPORT = "/v1/assistant/export";

export const listConversations = () =>
  call<{ readonly conversations: readonly Conversation[]; readonly days: number }>("GET", CONVERSATIONS);
export const readTurns = (id: string, before: number | null = null) =>
  call<TurnPage>("GET", `${CONVERSATIONS}/${encodeURIComponent(id)}${before === null ? "" : `?before=${before}`}`);
export const deleteConversation = (id: string) =>
  call<undefined>("DELETE", `${CONVERSATIONS}/${encodeURIComponent(id)}`);
export const deleteAll = () => call<undefined>("DELETE", CONVERSATIONS);
export const judge = (answer: string, verdict: Verdict, reason: Reason | null, comment: string | null) =>
  call<undefined>("POST", "/v1/assistant/feedback", { answer, verdict, reason, comment });
