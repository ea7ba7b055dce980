import { effect } from "@preact/signals";
import { session } from "../kit/session";
import { Draws } from "./draws";
import { loadGifts, loadMine } from "./gifts";
import { Invite } from "./invite";
import { Vouchers } from "./vouchers";
import { claims } from "./wallet";
import "./gifts.css";

/** What there is besides envelopes: it is loaded once the envelopes are there. */
export const Gifts = () => (
  <>
    <Vouchers />
    <Invite />
    <Draws />
  </>
);

/** Loads the gifts, and her own again whenever she becomes somebody else or gets another share. */
export async function beginGifts(): Promise<void> {
  let of = nowOf();
  await loadGifts();
  effect(() => {
    const fresh = nowOf();
    if (fresh !== of) queueMicrotask(() => void loadMine());
    of = fresh;
  });
}

const nowOf = (): string => `${session.value?.subject ?? ""} ${claims.value?.length ?? 0}`;
