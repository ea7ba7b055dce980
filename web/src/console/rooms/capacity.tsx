import { t } from "../../kit/text";
import type { Capacity } from "../answers";
import { Field } from "../field";

const NUMBER = /^\d{1,10}$/;

/** What a merchant can take, as fields. */
export const CapacityFields = ({ capacity }: { capacity: Capacity }) => (
  <>
    <div class="form-pairs form-triple">
      <Field id="per-minute" name={t("console-per-minute")}>
        <input
          class="field-input figure"
          id="per-minute"
          name="per-minute"
          inputMode="numeric"
          dir="ltr"
          maxLength={7}
          autofocus
          defaultValue={String(capacity.per_minute)}
        />
      </Field>
      <Field id="open-max" name={t("console-open-max")}>
        <input class="field-input figure" id="open-max" name="open-max" inputMode="numeric" dir="ltr" maxLength={7} defaultValue={String(capacity.open_max)} />
      </Field>
      <Field id="stock" name={t("console-stock")}>
        <input
          class="field-input figure"
          id="stock"
          name="stock"
          inputMode="numeric"
          dir="ltr"
          maxLength={10}
          aria-describedby="stock-hint"
          defaultValue={capacity.stock === null ? "" : String(capacity.stock)}
        />
      </Field>
    </div>
    <p class="field-hint" id="stock-hint">
      {t("console-stock-hint")}
    </p>
  </>
);

/** The capacity that the fields say; null where one of them is no whole number. */
export function capacityOf(form: FormData): Capacity | null {
  const field = (name: string): string => String(form.get(name) ?? "").trim();
  const [perMinute, openMax, stock] = [field("per-minute"), field("open-max"), field("stock")];
  if (!NUMBER.test(perMinute) || !NUMBER.test(openMax) || (stock !== "" && !NUMBER.test(stock))) return null;
  return { per_minute: Number(perMinute), open_max: Number(openMax), stock: stock === "" ? null : Number(stock) };
}
