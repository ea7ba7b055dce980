import { useEffect, useRef } from "preact/hooks";
import type { Category, Redemption, Shop, Voucher } from "../kit/gifts";
import { pickText } from "../kit/language";
import { Modal } from "../kit/modal";
import { money } from "../kit/money";
import { Notice } from "../kit/notice";
import { language, t } from "../kit/text";
import { beginOrder, capture, chooseAgain, describe, endHold, giveUp, hold, order, orderBusy, orderError } from "./ordering";
import { loadShops, shops, shopsError } from "./shops";

const LOOK_AGAIN_MS = 8_000;
const TICK_MS = 1_000;

/** From the voucher to the order: a shop that has room, room that is kept, the order, what became of it. */
export function OrderDialog({ voucher, onClose }: { voucher: Voucher; onClose: () => void }) {
  const title = useRef<HTMLHeadingElement>(null);
  const now = order.value;
  useEffect(() => beginOrder(voucher), []);
  // The button that was pressed is gone with its step; the keyboard goes on at the head of the next one.
  useEffect(() => title.current?.focus(), [now?.state]);
  const words = pickText(voucher.titles, language());
  return (
    <Modal titleId="order-title" name="order" onClose={onClose}>
      <p class="order-voucher">
        <bdi lang={words.lang}>{words.text}</bdi>
        <bdi class="figure">{money(voucher.amount_minor, voucher.currency)}</bdi>
      </p>
      <h2 id="order-title" tabIndex={-1} ref={title}>
        {now ? describe(now) : t("fan-where")}
      </h2>
      {orderError.value !== undefined && <Notice error={orderError.value} />}
      {now ? <Progress redemption={now} onClose={onClose} /> : <Shops voucher={voucher} onClose={onClose} />}
    </Modal>
  );
}

function Shops({ voucher, onClose }: { voucher: Voucher; onClose: () => void }) {
  useEffect(() => {
    void loadShops();
    const timer = setInterval(() => void loadShops(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const fitting = shops.value?.filter(({ category }) => voucher.categories.includes(category));
  return (
    <>
      {shopsError.value !== undefined && <Notice error={shopsError.value} onRetry={() => void loadShops()} />}
      {fitting?.length === 0 && <p class="soft">{t("fan-shops-none")}</p>}
      {voucher.categories.map((category) => (
        <OfCategory key={category} category={category} listed={fitting ?? []} voucher={voucher} />
      ))}
      {fitting !== undefined && fitting.length > 0 && <p class="order-note">{t("fan-shops-note")}</p>}
      <div class="dialog-acts">
        <button type="button" class="button button-quiet" onClick={onClose}>
          {t("kit-close")}
        </button>
      </div>
    </>
  );
}

function OfCategory({ category, listed, voucher }: { category: Category; listed: readonly Shop[]; voucher: Voucher }) {
  const mine = listed.filter((shop) => shop.category === category);
  if (mine.length === 0) return null;
  return (
    <section class="order-kind" aria-labelledby={`kind-${category}`}>
      <h3 id={`kind-${category}`}>{t(`fan-category-${category}`)}</h3>
      <ul class="shops">
        {mine.map((shop) => (
          <li key={shop.id}>
            <bdi>{shop.name}</bdi>
            <button type="button" class="button" aria-disabled={orderBusy.value} onClick={() => void hold(voucher, shop)}>
              {t("fan-choose")}
              <span class="unseen" dir="auto">
                : {shop.name}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Progress({ redemption: { state }, onClose }: { redemption: Redemption; onClose: () => void }) {
  useEffect(() => {
    if (state !== "held") return;
    const timer = setInterval(endHold, TICK_MS);
    return () => clearInterval(timer);
  }, [state]);
  return (
    <div class="dialog-acts">
      {state === "held" && (
        <>
          <button type="button" class="button button-quiet" aria-disabled={orderBusy.value} onClick={() => void giveUp()}>
            {t("fan-give-up")}
          </button>
          <button type="button" class="button button-primary button-compact" aria-busy={orderBusy.value} onClick={() => void capture()}>
            {t("fan-order")}
          </button>
        </>
      )}
      {(state === "voided" || state === "expired") && (
        <button type="button" class="button" onClick={chooseAgain}>
          {t("fan-choose-again")}
        </button>
      )}
      {state !== "held" && (
        <button type="button" class="button button-quiet" onClick={onClose}>
          {t("kit-close")}
        </button>
      )}
    </div>
  );
}
