import type { Books } from "../kit/contract";
import { count } from "../kit/numbers";
import { explainCode, t } from "../kit/text";
import { Bar } from "./lanes";

/** What was answered instead of a share, most frequent first. */
export function Refusals({ books }: { books: Books }) {
  const refusals = Object.entries(books.refusals).sort(([, a], [, b]) => b - a);
  const most = Math.max(1, ...refusals.map(([, number]) => number));
  return (
    <section aria-labelledby="refusals-title">
      <h2 id="refusals-title">{t("console-refusals")}</h2>
      {refusals.length === 0 ? (
        <p class="soft">{t("console-refusals-none")}</p>
      ) : (
        <table class="figures refusals">
          <caption>{t("console-refusals-caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("console-column-answer")}</th>
              <th scope="col">{t("console-column-times")}</th>
            </tr>
          </thead>
          <tbody>
            {refusals.map(([code, number]) => (
              <tr key={code}>
                <th scope="row" title={code}>
                  {explainCode(code) ?? <code>{code}</code>}
                  <Bar part={number / most} />
                </th>
                <td>{count(number)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
