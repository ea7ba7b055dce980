import { signal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { serverNowMs } from "../kit/clock";
import { formatClockShort } from "../kit/dates";
import { captureRedemption, listRedemptions, redeem, type Redemption, type Shop, type Voucher, voidRedemption } from "../kit/gifts";
import { ApiError } from "../kit/problem";
import { BRISK, persist } from "../kit/retry";
import { explain, t } from "../kit/text";
import { loadVouchers, noteRedemption, redemptions } from "./gifts";
import { dropShop, keepShopName, shopName } from "./shops";

const LOOK_AGAIN_MS = 1_500;
const LOOKS_MAX = 40;

/** The redemption that the dialog is about; null while she chooses a shop. */
export const order = signal<Redemption | null>(null);
export const orderError = signal<unknown>(undefined);
export const orderBusy = signal(false);

/** Where a voucher stands is where its order goes on. */
export function beginOrder(voucher: Voucher): void {
  orderError.value = undefined;
  order.value = redemptions.value.find(({ id }) => id === voucher.redemption) ?? null;
  if (order.value) void followOrder();
}

export function chooseAgain(): void {
  order.value = null;
  orderError.value = undefined;
}

/** Has a shop keep room for the voucher. */
export async function hold(voucher: Voucher, shop: Shop): Promise<void> {
  keepShopName(shop);
  await change(async () => take(await persist(() => redeem(voucher, shop.id), BRISK)));
  const error = orderError.value;
  if (error instanceof ApiError && (error.code === "merchant.full" || error.code === "merchant.closed")) dropShop(shop.id);
}

export async function capture(): Promise<void> {
  const now = order.value;
  if (now) await change(async () => take(await persist(() => captureRedemption(now.id), BRISK)));
  await followOrder();
}

export async function giveUp(): Promise<void> {
  const now = order.value;
  if (!now) return;
  await change(async () => {
    noteRedemption(await persist(() => voidRedemption(now.id), BRISK));
    order.value = null;
    announce(t("fan-given-up"));
  });
}

/** A hold that nobody has ordered ends by itself; the dialog says so without asking. */
export function endHold(): void {
  const now = order.value;
  if (now?.state === "held" && Date.parse(now.expires_at) <= serverNowMs()) {
    take({ ...now, state: "expired" });
    void loadVouchers();
  }
}

/** Looks until the shop has answered, or for as long as somebody looks at a page. */
async function followOrder(): Promise<void> {
  for (let looks = 0; looks < LOOKS_MAX && isUnderWay(order.value); looks += 1) {
    const id = order.value?.id;
    const listed = await listRedemptions().catch(() => []);
    const fresh = listed.find((each) => each.id === id);
    if (fresh && fresh.id === order.value?.id && fresh.state !== order.value.state) take(fresh);
    if (isUnderWay(order.value)) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  await loadVouchers();
}

const isUnderWay = (now: Redemption | null): boolean => now?.state === "asking" || now?.state === "captured";

async function change(work: () => Promise<void>): Promise<void> {
  if (orderBusy.value) return;
  orderBusy.value = true;
  orderError.value = undefined;
  try {
    await work();
  } catch (error) {
    orderError.value = error;
    announce(explain(error));
  } finally {
    orderBusy.value = false;
  }
  void loadVouchers();
}

function take(fresh: Redemption): void {
  noteRedemption(fresh);
  order.value = fresh;
  announce(describe(fresh));
}

/** How an order stands, in words. */
export function describe({ state, merchant, expires_at }: Redemption): string {
  const shop = shopName(merchant);
  switch (state) {
    case "held":
      return t("fan-held-until", { shop, time: untilTime(expires_at) });
    case "done":
      return t("fan-done", { shop });
    case "voided":
      return t("fan-refused", { shop });
    case "expired":
      return t("fan-hold-over");
    default:
      return t("fan-ordered", { shop });
  }
}

const untilTime = (at: string): string => formatClockShort(new Date(at));
