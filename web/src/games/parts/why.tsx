import { t } from "../../kit/text";
import type { SourceAnswer } from "../answers";
import { instant } from "../times";

/** Which message said so. */
export function Why({ source }: { source: SourceAnswer }) {
  return (
    <details class="why">
      <summary>{t("games-why")}</summary>
      <p>{t("games-why-text", { time: instant(source.generated_at) })}</p>
      <dl>
        <Fact name={t("games-why-type")} value={source.type} />
        <Fact name={t("games-why-version")} value={String(source.version)} />
        <Fact name={t("games-why-key")} value={source.code} />
        <Fact name={t("games-why-digest")} value={source.digest} />
      </dl>
    </details>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <code dir="ltr">{value}</code>
    </dd>
  </div>
);
