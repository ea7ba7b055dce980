import type { Books, LaneBooks } from "../kit/contract";
import { count } from "../kit/numbers";
import { t } from "../kit/text";

/** How evenly the lanes sell out. */
export function Lanes({ books }: { books: Books }) {
  return (
    <section aria-labelledby="lanes-title">
      <h2 id="lanes-title">{t("console-lanes-title")}</h2>
      <table class="figures">
        <caption>{t("console-lanes-caption")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("console-column-lane")}</th>
            <th scope="col">{t("console-column-granted")}</th>
            <th scope="col">{t("console-column-free")}</th>
            <th scope="col">{t("console-column-batches")}</th>
          </tr>
        </thead>
        <tbody>
          {books.lane_books.map((lane) => (
            <tr key={lane.lane}>
              <th scope="row">
                <span class="bar-name">
                  {count(lane.lane)}
                  <Bar part={partGranted(lane)} />
                </span>
              </th>
              <td>{count(lane.granted)}</td>
              <td>{count(lane.free)}</td>
              <td>{count(lane.batches)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const partGranted = ({ granted, free }: LaneBooks): number => (granted + free === 0 ? 0 : granted / (granted + free));

/** A small bar beside a figure, which says the same. */
export const Bar = ({ part }: { part: number }) => (
  <span class="bar" aria-hidden="true">
    <span style={{ inlineSize: `${Math.min(100, part * 100)}%` }} />
  </span>
);
