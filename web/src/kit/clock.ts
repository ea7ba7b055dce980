const SECOND_MS = 1000;

let aheadMs = 0;

/** Learns from the date of an answer how far the clock of this device is ahead of the server's. */
export function hearServerTime(date: string | null, nowMs: number): void {
  const toldMs = Date.parse(date ?? "");
  if (Number.isNaN(toldMs)) return;
  // The date of an answer has whole seconds, so a clock that is right lies within the second that it names.
  if (nowMs < toldMs) aheadMs = nowMs - toldMs;
  else aheadMs = Math.max(0, nowMs - toldMs - SECOND_MS);
}

/** The server's time now, as well as it is known. */
export const serverNowMs = (): number => Date.now() - aheadMs;
