import { t } from "../../kit/text";

/** Whose collection it is. */
export const Owner = ({ owner }: { owner: string | null }) => (
  <span class="owner">{owner === null ? t("library-of-organisers") : t("library-of-committee", { noc: owner })}</span>
);
