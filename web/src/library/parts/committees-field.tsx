import { t } from "../../kit/text";
import { Field } from "./field";

/** Committees by their codes. */
export const CommitteesField = ({ committees }: { committees: readonly string[] }) => (
  <Field id="committees" name={t("library-committees")} hint={t("library-committees-hint")}>
    <input
      class="field-input"
      id="committees"
      name="committees"
      dir="ltr"
      autocapitalize="characters"
      autocomplete="off"
      aria-describedby="committees-hint"
      defaultValue={committees.join(", ")}
    />
  </Field>
);
