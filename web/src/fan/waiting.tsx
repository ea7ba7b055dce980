import { count, duration } from "../kit/numbers";
import { t } from "../kit/text";
import { placeIn } from "./line";
import "./waiting.css";

const PASS_S = 120;

/** Where she is in the line of a pool, honestly; nothing while she is in none. */
export function Waiting({ pool }: { pool: number }) {
  const place = placeIn(pool).value;
  if (place?.state !== "waiting") return null;
  const { ahead, expected_s: expectedS } = place;
  return (
    <section class="line" aria-label={t("fan-line-title")}>
      <p class="line-title">{t("fan-line-title")}</p>
      <p class="line-ahead figure">{ahead === 0 ? t("fan-line-next") : t("fan-line-ahead", { count: count(ahead) })}</p>
      <p>{expectedS === null ? t("fan-line-unknown") : t("fan-line-expected", { time: duration(expectedS) })}</p>
      <p class="soft">{t("fan-line-safe", { time: duration(PASS_S) })}</p>
    </section>
  );
}
