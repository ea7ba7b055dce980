import type { ComponentChildren } from "preact";
import type { Books } from "../kit/contract";
import { formatNear } from "../kit/dates";
import { money } from "../kit/money";
import { count } from "../kit/numbers";
import { locale, t } from "../kit/text";

/** The figures an operator looks at first. */
export function Headline({ books }: { books: Books }) {
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
        <Figure name={t("console-granted")} detail={t("console-of-shares", { shares: books.shares })} remark={comparePlan(books)}>
          {count(books.granted)}
        </Figure>
        <Figure name={t("console-rate")} detail={t("console-lanes", { lanes: books.lanes })}>
          {rate.format(books.granted_per_s)}
        </Figure>
        <Figure name={t("console-forecast")} detail={describeEnd(books)}>
          {books.state === "open" && books.forecast_empty_at !== null ? formatNear(new Date(books.forecast_empty_at)) : "–"}
        </Figure>
      </dl>
    </section>
  );
}

/** How many shares ahead of an even giving, or behind it; nothing where no plan is known. */
function comparePlan({ granted, planned_granted, state }: Books): string | undefined {
  if (planned_granted === null || state !== "open") return undefined;
  const shares = count(Math.abs(granted - planned_granted));
  return t(granted >= planned_granted ? "console-ahead" : "console-behind", { shares });
}

function describeEnd({ closes_at, state }: Books): string | undefined {
  if (closes_at === null || state === "closed" || state === "revealed") return undefined;
  return t("console-closes-at", { time: formatNear(new Date(closes_at)) });
}

const partSpent = ({ spent_minor, total_minor }: Books): number => (total_minor === 0 ? 0 : spent_minor / total_minor);

interface FigureProps {
  readonly name: string;
  readonly detail?: string | undefined;
  readonly remark?: string | undefined;
  readonly large?: boolean;
  readonly children: ComponentChildren;
}

function Figure({ name, detail, remark, large = false, children }: FigureProps) {
  return (
    <div class={large ? "headline-figure headline-large" : "headline-figure"}>
      <dt>{name}</dt>
      <dd class="figure">{children}</dd>
      {detail && <dd class="headline-detail">{detail}</dd>}
      {remark && <dd class="headline-detail">{remark}</dd>}
    </div>
  );
}
