import { signal } from "@preact/signals";
import { listShops, type Shop } from "../kit/gifts";
import { BRISK, persist } from "../kit/retry";
import { keep, recall } from "../kit/storage";
import { t } from "../kit/text";

/** The shops that have room now; undefined until the server has told. */
export const shops = signal<readonly Shop[] | undefined>(undefined);
export const shopsError = signal<unknown>(undefined);

export async function loadShops(): Promise<void> {
  try {
    shops.value = await persist(listShops, BRISK);
    shopsError.value = undefined;
  } catch (error) {
    if (shops.value === undefined) shopsError.value = error;
  }
}

/** A shop that has just said that it is full is off the list at once. */
export function dropShop(id: number): void {
  shops.value = shops.value?.filter((shop) => shop.id !== id);
}

/** The list names shops with room only, so the name of the one that was chosen is kept. */
export const keepShopName = ({ id, name }: Shop): void => keep(`shop.${id}`, name);

export const shopName = (id: number): string =>
  shops.value?.find((shop) => shop.id === id)?.name ?? recall(`shop.${id}`) ?? t("fan-shop-unknown", { number: String(id) });
