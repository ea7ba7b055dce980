import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { CrossIcon, PlusIcon } from "../kit/icons";
import { money } from "../kit/money";
import { count } from "../kit/numbers";
import { t } from "../kit/text";
import { CURRENCY, draftTiers, sumOfTiers, TIERS_MAX, type TypedTier } from "./draft";

const EMPTY: TypedTier = { shares: "", amount: "" };

/** The tiers of a lottery, and what they add up to while they are typed. */
export function Tiers({ currency }: { currency: string }) {
  const rows = useSignal<readonly TypedTier[]>([EMPTY, EMPTY]);
  const table = useRef<HTMLDivElement>(null);
  const change = (at: number, news: Partial<TypedTier>) => {
    rows.value = rows.value.map((row, index) => (index === at ? { ...row, ...news } : row));
  };
  const add = () => {
    rows.value = [...rows.value, EMPTY];
    requestAnimationFrame(() => table.current?.querySelector<HTMLInputElement>(".tier:last-child input")?.focus());
  };
  const remove = (at: number) => {
    rows.value = rows.value.filter((_, index) => index !== at);
    requestAnimationFrame(() => table.current?.querySelector<HTMLInputElement>("input")?.focus());
  };
  return (
    <>
      <div class="tiers" role="group" aria-label={t("console-form-tiers")} ref={table}>
        {rows.value.map((row, at) => (
          <div class="tier" key={at}>
            <TierInput name="tier-shares" label={t("console-form-tier-shares")} tier={at} value={row.shares} onType={(shares) => change(at, { shares })} />
            <TierInput name="tier-amount" label={t("console-form-tier-amount")} tier={at} value={row.amount} onType={(amount) => change(at, { amount })} />
            <button
              type="button"
              class="button-icon"
              disabled={rows.value.length === 1}
              aria-label={t("console-form-tier-remove", { tier: at + 1 })}
              onClick={() => remove(at)}
            >
              <CrossIcon />
            </button>
          </div>
        ))}
      </div>
      <div class="tiers-foot">
        <output class="figure">{describeSum(rows.value, currency.toUpperCase())}</output>
        <button type="button" class="button button-quiet" disabled={rows.value.length >= TIERS_MAX} onClick={add}>
          <PlusIcon />
          {t("console-form-tier-add")}
        </button>
      </div>
    </>
  );
}

interface TierInputProps {
  readonly name: string;
  readonly label: string;
  readonly tier: number;
  readonly value: string;
  readonly onType: (typed: string) => void;
}

const TierInput = ({ name, label, tier, value, onType }: TierInputProps) => (
  <label class="field">
    <span class="field-hint">
      {label}
      <span class="unseen">{t("console-form-tier", { tier: tier + 1 })}</span>
    </span>
    <input
      class="field-input figure"
      name={name}
      inputMode="decimal"
      dir="ltr"
      maxLength={16}
      value={value}
      onInput={(event) => onType(event.currentTarget.value)}
    />
  </label>
);

function describeSum(rows: readonly TypedTier[], currency: string): string {
  const tiers = CURRENCY.test(currency) ? draftTiers(rows, currency) : null;
  if (!tiers) return t("console-form-tiers-open");
  const { shares, totalMinor } = sumOfTiers(tiers);
  return t("console-form-tiers-sum", { shares: count(shares), total: money(totalMinor, currency) });
}
