import { signal } from "@preact/signals";
import type { ComponentType } from "preact";

/** What is shown below the envelopes, once it was loaded: nobody waits for it before she can open hers. */
export const gifts = signal<ComponentType | null>(null);

export async function openGifts(): Promise<void> {
  try {
    const { Gifts, beginGifts } = await import("./gifts-part");
    await beginGifts();
    gifts.value = Gifts;
  } catch {
    // The envelopes are what she came for; the next visit brings the rest.
  }
}
