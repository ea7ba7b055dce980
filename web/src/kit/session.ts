import { signal } from "@preact/signals";
import { enterAsGuest, leave, readSession } from "./api";
import type { Session } from "./contract";
import { ApiError } from "./problem";
import { BRISK, persist } from "./retry";

/** Who looks at the page: undefined while unknown, null when signed out. */
export const session = signal<Session | null | undefined>(undefined);

/** Learns who is signed in; being signed out is a normal answer. */
export async function meet(): Promise<void> {
  try {
    session.value = await persist(readSession, BRISK);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    session.value = null;
  }
}

/** Makes her a guest when she is nobody yet; a session not yet known is asked for first, lest a guest replace it. */
export async function enterUnlessKnown(onWait: (seconds: number) => void): Promise<void> {
  if (session.value === undefined) await meet();
  if (session.value) return;
  session.value = await persist(enterAsGuest, BRISK, onWait);
}

export async function signOut(): Promise<void> {
  await persist(leave, BRISK);
  session.value = null;
}

export const isOfficial = (): boolean => session.value?.role === "operator" || session.value?.role === "auditor";
