import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Books, BurnPoint } from "../kit/contract";
import { formatClock } from "../kit/dates";
import { money } from "../kit/money";
import { locale, t } from "../kit/text";
import { connection, points } from "./live";
import { Plot } from "./plot";
import { sample } from "./series";

const ROWS = 12;
const TABLE_PAUSE_MS = 5_000;

export function BurnDown({ books }: { books: Books }) {
  const curve = points.value;
  return (
    <section class="burn-down" aria-labelledby="burn-down-title">
      <div class="section-head">
        <h2 id="burn-down-title">{t("console-burn-down")}</h2>
        <ConnectionMark />
      </div>
      {curve.length < 2 ? (
        <p class="soft">{t("console-no-points")}</p>
      ) : (
        <div class="burn-down-sides">
          <Plot points={curve} books={books} />
          <Table books={books} curve={curve} />
        </div>
      )}
    </section>
  );
}

function ConnectionMark() {
  return (
    <p class="connection" data-connection={connection.value}>
      {t(connection.value === "live" ? "console-live" : "console-reconnecting")}
    </p>
  );
}

/** The same curve in figures. It moves every few seconds only, or nobody could read it. */
function Table({ books, curve }: { books: Books; curve: readonly BurnPoint[] }) {
  const rows = useSignal(sample(curve, ROWS));
  useEffect(() => {
    rows.value = sample(points.peek(), ROWS);
    const timer = setInterval(() => (rows.value = sample(points.peek(), ROWS)), TABLE_PAUSE_MS);
    return () => clearInterval(timer);
  }, [books.pool]);
  const count = new Intl.NumberFormat(locale());
  return (
    <table class="figures">
      <caption>{t("console-table-caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("console-column-time")}</th>
          <th scope="col">{t("console-column-remaining")}</th>
          <th scope="col">{t("console-column-granted")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.value.map((point) => (
          <tr key={point.at}>
            <th scope="row">
              <time dateTime={point.at}>{formatClock(new Date(point.at))}</time>
            </th>
            <td>
              <bdi>{money(books.total_minor - point.spent_minor, books.currency)}</bdi>
            </td>
            <td>{count.format(point.granted)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
