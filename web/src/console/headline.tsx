import type { ComponentChildren } from "preact";
import type { Books } from "../kit/contract";
import { money } from "../kit/money";
import { locale, t } from "../kit/text";

/** The figures an operator looks at first. */
export function Headline({ books }: { books: Books }) {
  const count = new Intl.NumberFormat(locale());
  const rate = new Intl.NumberFormat(locale(), { maximumFractionDigits: books.granted_per_s < 10 ? 1 : 0 });
  const part = new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 });
  const total = money(books.total_minor, books.currency);
  return (
    <section aria-label={t("console-figures")}>
      <dl class="headline">
        <Figure name={t("console-remaining")} detail={t("console-of-total", { total })} large>
          <bdi>{money(books.remaining_minor, books.currency)}</bdi>
        </Figure>
        <Figure name={t("console-spent")} detail={t("console-of-budget", { part: part.format(partSpent(books)) })}>
          <bdi>{money(books.spent_minor, books.currency)}</bdi>
        </Figure>
        <Figure name={t("console-granted")} detail={t("console-of-shares", { shares: books.shares })}>
          {count.format(books.granted)}
        </Figure>
        <Figure name={t("console-rate")} detail={t("console-lanes", { lanes: books.lanes })}>
          {rate.format(books.granted_per_s)}
        </Figure>
      </dl>
    </section>
  );
}

const partSpent = ({ spent_minor, total_minor }: Books): number => (total_minor === 0 ? 0 : spent_minor / total_minor);

interface FigureProps {
  readonly name: string;
  readonly detail?: string;
  readonly large?: boolean;
  readonly children: ComponentChildren;
}

function Figure({ name, detail, large = false, children }: FigureProps) {
  return (
    <div class={large ? "headline-figure headline-large" : "headline-figure"}>
      <dt>{name}</dt>
      <dd class="figure">{children}</dd>
      {detail && <dd class="headline-detail">{detail}</dd>}
    </div>
  );
}
