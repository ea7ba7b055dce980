import { signal } from "@preact/signals";
import { redeemCode } from "../kit/api";
import type { Role } from "../kit/contract";
import { BRISK, persist } from "../kit/retry";

export type Progress =
  | { readonly phase: "working" | "done" | "no-code" }
  | { readonly phase: "refused"; readonly error: unknown; readonly code: string };

export const progress = signal<Progress>({ phase: "working" });

/** Takes the code out of the address, so that no history keeps it, and redeems it. */
export async function checkLink(): Promise<void> {
  const code = location.hash.slice(1);
  if (code === "") {
    progress.value = { phase: "no-code" };
    return;
  }
  history.replaceState(null, "", location.pathname + location.search);
  await redeem(code);
}

export async function redeem(code: string): Promise<void> {
  progress.value = { phase: "working" };
  try {
    const { role } = await persist(() => redeemCode(code), BRISK);
    progress.value = { phase: "done" };
    location.replace(homeOf(role));
  } catch (error) {
    progress.value = { phase: "refused", error, code };
  }
}

const HOMES: Readonly<Partial<Record<Role, string>>> = { operator: "/console", auditor: "/console", noc: "/library" };

export const homeOf = (role: Role): string => HOMES[role] ?? "/";
