import { useSignal } from "@preact/signals";
import type { Curve } from "../kit/contract";
import { t } from "../kit/text";
import { Field } from "./field";
import { Tiers } from "./tiers";

const CURVE_NAMES: Readonly<Record<Curve, string>> = {
  uniform: "console-form-curve-uniform",
  exponential: "console-form-curve-exponential",
  equal: "console-form-curve-equal",
  lottery: "console-form-curve-lottery",
};

const CURVE_HINTS: Readonly<Record<Curve, string>> = {
  uniform: "console-form-curve-uniform-hint",
  exponential: "console-form-curve-exponential-hint",
  equal: "console-form-curve-equal-hint",
  lottery: "console-form-curve-lottery-hint",
};

/** How much is given, in how many shares and how it is spread; without a currency it asks for one. */
export function BudgetFields({ currency }: { currency?: string }) {
  const curve = useSignal<Curve>("uniform");
  const typed = useSignal("CNY");
  return (
    <>
      <div class="form-pairs">
        <Field id="curve" name={t("console-form-curve")} hint={t(CURVE_HINTS[curve.value])}>
          <select
            class="field-input"
            id="curve"
            name="curve"
            aria-describedby="curve-hint"
            onChange={(event) => (curve.value = event.currentTarget.value as Curve)}
          >
            {Object.entries(CURVE_NAMES).map(([value, name]) => (
              <option key={value} value={value}>
                {t(name)}
              </option>
            ))}
          </select>
        </Field>
        {currency === undefined && (
          <Field id="currency" name={t("console-form-currency")}>
            <input
              class="field-input"
              id="currency"
              name="currency"
              defaultValue="CNY"
              dir="ltr"
              maxLength={3}
              onInput={(event) => (typed.value = event.currentTarget.value)}
            />
          </Field>
        )}
      </div>
      {curve.value === "lottery" ? <Tiers currency={currency ?? typed.value} /> : <Amounts />}
    </>
  );
}

const Amounts = () => (
  <div class="form-pairs form-triple">
    <Field id="total" name={t("console-form-total")}>
      <input class="field-input figure" id="total" name="total" inputMode="decimal" dir="ltr" maxLength={16} />
    </Field>
    <Field id="shares" name={t("console-form-shares")}>
      <input class="field-input figure" id="shares" name="shares" inputMode="numeric" dir="ltr" maxLength={10} />
    </Field>
    <Field id="minimum" name={t("console-form-minimum")}>
      <input class="field-input figure" id="minimum" name="minimum" inputMode="decimal" defaultValue="0.01" dir="ltr" maxLength={16} />
    </Field>
  </div>
);
