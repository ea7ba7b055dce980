import { signal, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import type { Books, BurnPoint } from "../kit/contract";
import { formatClock, formatNear } from "../kit/dates";
import { money } from "../kit/money";
import { count } from "../kit/numbers";
import { t } from "../kit/text";
import { connection, points } from "./live";
import { sample } from "./series";

const ROWS = 12;
const TABLE_PAUSE_MS = 5_000;

interface PlotProps {
  readonly points: readonly BurnPoint[];
  readonly books: Books;
}

/** What draws the curve is half of this page, so the figures do not wait for it. */
const plot = signal<ComponentType<PlotProps> | null>(null);

export function BurnDown({ books }: { books: Books }) {
  const curve = points.value;
  return (
    <section class="burn-down" aria-labelledby="burn-down-title">
      <div class="section-head">
        <h2 id="burn-down-title">{t("console-burn-down")}</h2>
        <ConnectionMark />
      </div>
      {curve.length < 2 || books.granted === 0 ? (
        <p class="soft">{t("console-no-points")}</p>
      ) : (
        <div class="burn-down-sides">
          <figure>
            <LatePlot points={curve} books={books} />
            <Legend books={books} />
          </figure>
          <Table books={books} curve={curve} />
        </div>
      )}
    </section>
  );
}

function LatePlot(props: PlotProps) {
  useEffect(() => {
    if (plot.value) return;
    import("./plot").then(
      ({ Plot }) => (plot.value = Plot),
      // The table says the same; the next pool that is chosen tries again.
      () => undefined,
    );
  }, [props.books.pool]);
  const Plot = plot.value;
  return Plot ? <Plot {...props} /> : <div class="plot" />;
}

/** Which line is which; plan and forecast are named only while they are drawn. */
function Legend({ books: { closes_at, opened_at, forecast_empty_at, state } }: { books: Books }) {
  const forecast = state === "open" ? forecast_empty_at : null;
  return (
    <figcaption>
      <ul class="legend">
        <li data-line="remaining">{t("console-remaining")}</li>
        {closes_at && opened_at && <li data-line="plan">{t("console-plan", { time: formatNear(new Date(closes_at)) })}</li>}
        {forecast && <li data-line="forecast">{t("console-empty-at", { time: formatNear(new Date(forecast)) })}</li>}
      </ul>
    </figcaption>
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
            <td>{count(point.granted)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
