import { readReceipt } from "../kit/api";
import type { Claim, Receipt } from "../kit/contract";
import { BRISK, persist } from "../kit/retry";
import { session } from "../kit/session";
import { forget, keep, recall } from "../kit/storage";

const RECEIPTS_MAX = 200;
const NAMES = "receipts";

/** The receipt that this browser has kept for her share; null when there is none that can be read. */
export const findReceipt = (claim: Claim): Receipt | null => parse(recall(nameOf(claim)));

/** Keeps a receipt; beyond the limit the oldest one goes, which the server can still tell. */
export function keepReceipt(claim: Claim, receipt: Receipt): void {
  const name = nameOf(claim);
  const names = [name, ...keptNames().filter((other) => other !== name)];
  for (const old of names.slice(RECEIPTS_MAX)) forget(old);
  keep(NAMES, names.slice(0, RECEIPTS_MAX).join("\n"));
  keep(name, JSON.stringify(receipt));
}

/** Asks the server for her receipt, and keeps it. */
export async function fetchReceipt(claim: Claim): Promise<Receipt> {
  const receipt = await persist(() => readReceipt(claim.pool, claim.occasion), BRISK);
  keepReceipt(claim, receipt);
  return receipt;
}

const keptNames = (): readonly string[] => recall(NAMES)?.split("\n").filter(Boolean) ?? [];

/** With her own name in it, because several people may share a browser. */
const nameOf = ({ pool, occasion }: Claim): string => `receipt.${session.value?.subject ?? ""}.${pool}.${occasion}`;

function parse(text: string | null): Receipt | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return isReceipt(value) ? value : null;
  } catch {
    return null;
  }
}

function isReceipt(value: unknown): value is Receipt {
  const receipt = value as Partial<Receipt> | null;
  return (
    typeof receipt?.header === "string" &&
    typeof receipt.claim === "string" &&
    typeof receipt.index === "number" &&
    Array.isArray(receipt.path) &&
    typeof receipt.key === "string" &&
    typeof receipt.signature === "string"
  );
}
