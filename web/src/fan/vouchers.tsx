import { useSignal } from "@preact/signals";
import { formatDeadline } from "../kit/dates";
import type { Category, Voucher } from "../kit/gifts";
import { CupIcon, LeafIcon, PlateIcon, StageIcon } from "../kit/icons";
import { pickText } from "../kit/language";
import { money } from "../kit/money";
import { language, t } from "../kit/text";
import { redemptions, vouchers } from "./gifts";
import { OrderDialog } from "./order-dialog";
import { shopName } from "./shops";

const ICONS: Readonly<Record<Category, typeof CupIcon>> = {
  food: PlateIcon,
  drink: CupIcon,
  entertainment: StageIcon,
  leisure: LeafIcon,
};

/** The vouchers that she holds, and what can be done with each. */
export function Vouchers() {
  const asked = useSignal<Voucher | null>(null);
  const held = vouchers.value;
  if (held.length === 0) return null;
  return (
    <section class="gifts" aria-labelledby="vouchers-title">
      <h2 id="vouchers-title">{t("fan-vouchers")}</h2>
      <ul class="vouchers">
        {held.map((voucher) => (
          <Card key={`${voucher.pool} ${voucher.occasion}`} voucher={voucher} onUse={() => (asked.value = voucher)} />
        ))}
      </ul>
      {asked.value && <OrderDialog voucher={asked.value} onClose={() => (asked.value = null)} />}
    </section>
  );
}

function Card({ voucher, onUse }: { voucher: Voucher; onUse: () => void }) {
  const { titles, state, amount_minor, currency, categories, valid_until } = voucher;
  const title = pickText(titles, language());
  const redemption = redemptions.value.find(({ id }) => id === voucher.redemption);
  const usable = state === "valid" || (state === "held" && redemption?.state !== "captured");
  return (
    <li class="voucher" data-state={state}>
      <p class="voucher-amount figure">
        <bdi>{money(amount_minor, currency)}</bdi>
      </p>
      <div class="voucher-words">
        <h3 lang={title.lang} dir="auto">
          {title.text}
        </h3>
        <p class="voucher-state">
          {t(`fan-voucher-${state}`)}
          {redemption && (state === "used" || state === "held") && (
            <>
              {" · "}
              <bdi>{shopName(redemption.merchant)}</bdi>
            </>
          )}
        </p>
        <ul class="voucher-kinds">
          {categories.map((category) => {
            const KindIcon = ICONS[category];
            return (
              <li key={category}>
                <KindIcon />
                {t(`fan-category-${category}`)}
              </li>
            );
          })}
        </ul>
        {valid_until && state !== "used" && <p class="voucher-until">{t("fan-valid-until", { date: formatDeadline(valid_until) })}</p>}
        {state === "under_review" && <p class="voucher-note">{t("fan-review-note")}</p>}
        {usable && (
          <button type="button" class={state === "valid" ? "button button-primary button-compact" : "button"} onClick={onUse}>
            {t(state === "valid" ? "fan-use" : "fan-go-on")}
            <span class="unseen" dir="auto">
              : {title.text}
            </span>
          </button>
        )}
      </div>
    </li>
  );
}
