import { CardIcon } from "./card-icon";
import { OnIcon } from "../kit/icons";
import { direction, LANGUAGES } from "../kit/language";
import { t } from "../kit/text";
import { type Block, blocksOf, type Card, type Composed, type Quotation, shownComposed, type Turn } from "./answer";
import { target } from "./embed";
import { figures } from "./later";
import { ours } from "./links";
import { proseOf, type Span } from "./prose";

interface AnsweredProps {
  readonly turn: Turn;
  /** In which the numbers of a plot are written. */
  readonly locale: string | undefined;
}

/** The answer itself, in the order in which it came; what a model composed stands in place of the sentences. */
export function Answered({ turn, locale }: AnsweredProps) {
  const composed = shownComposed(turn);
  const blocks = blocksOf(turn.parts);
  const first = blocks.findIndex(({ kind }) => kind === "statements");
  return (
    <>
      {composed.length > 0 && first < 0 && <ComposedView composed={composed} model={turn.model} />}
      {blocks.map((block, at) => {
        if (block.kind !== "statements" || composed.length === 0) {
          return <BlockView key={at} block={block} turn={turn} locale={locale} />;
        }
        return at === first && <ComposedView key={at} composed={composed} model={turn.model} />;
      })}
    </>
  );
}

function BlockView({ block, turn, locale }: AnsweredProps & { block: Block }) {
  const Figures = figures.value;
  switch (block.kind) {
    case "statements":
      return (
        <div class="statements">
          {block.statements.map(({ id, text }) => (
            <p key={id} class="statement">
              {text}
            </p>
          ))}
        </div>
      );
    case "quotation":
      return <QuotationView quotation={block.quotation} turn={turn} />;
    case "card":
      return <CardView card={block.card} />;
    case "table":
      return Figures ? <Figures.Table table={block.table} /> : <p class="soft">{block.table.title}</p>;
    case "plot":
      return Figures ? <Figures.Plot plot={block.plot} locale={locale} /> : <p class="soft">{block.plot.title}</p>;
  }
}

function QuotationView({ quotation, turn }: { quotation: Quotation; turn: Turn }) {
  const cited = turn.sources.find(({ id }) => id === quotation.source)?.cited;
  const known = LANGUAGES.find((each) => each === quotation.language);
  const link = cited && ours(cited.link);
  const name = cited && [cited.title, cited.label].filter(Boolean).join(" · ");
  return (
    <figure class="quotation">
      <blockquote lang={quotation.language} dir={known ? direction(known) : "auto"} cite={link ?? undefined}>
        <p>{quotation.text}</p>
      </blockquote>
      {cited && (
        <figcaption>
          <bdi>{name}</bdi>
          {link && (
            <a href={link} {...target}>
              {t("assistant-page-number", { page: cited.page })}
              <OnIcon />
            </a>
          )}
        </figcaption>
      )}
    </figure>
  );
}

function CardView({ card }: { card: Card }) {
  const link = ours(card.link);
  const shown = (
    <>
      <CardIcon kind={card.kind} />
      <span class="card-words">
        <strong>{card.title}</strong>
        {card.lines.map((line, at) => (
          <span key={at}>{line}</span>
        ))}
      </span>
      {link && <OnIcon />}
    </>
  );
  return link ? (
    <a class="card" data-kind={card.kind} href={link} {...target}>
      {shown}
    </a>
  ) : (
    <div class="card" data-kind={card.kind}>
      {shown}
    </div>
  );
}

/** What a model wrote; its own words are shown as such. */
function ComposedView({ composed, model }: { composed: readonly Composed[]; model: string | null }) {
  const isMixed = composed.some(({ isOwn }) => !isOwn);
  return (
    <div class="composed">
      {composed.map(({ text, isOwn }, at) => (
        <section key={at} class={isOwn ? "own" : "with-sources"}>
          {isOwn && <p class="own-mark">{t("assistant-own")}</p>}
          <ProseView text={text} />
        </section>
      ))}
      {model !== null && isMixed && <p class="composed-by soft">{t("assistant-composed", { model })}</p>}
    </div>
  );
}

function ProseView({ text }: { text: string }) {
  return (
    <>
      {proseOf(text).map((each, at) => {
        switch (each.kind) {
          case "code":
            return (
              <pre key={at} class="code" dir="ltr" tabIndex={0}>
                <code>{each.text}</code>
              </pre>
            );
          case "list": {
            const items = each.items.map((spans, item) => <li key={item}>{spansOf(spans)}</li>);
            return each.isOrdered ? <ol key={at}>{items}</ol> : <ul key={at}>{items}</ul>;
          }
          case "heading":
            return (
              <p key={at}>
                <strong>{spansOf(each.spans)}</strong>
              </p>
            );
          case "paragraph":
            return (
              <p key={at} class="statement" dir="auto">
                {spansOf(each.spans)}
              </p>
            );
        }
      })}
    </>
  );
}

const spansOf = (spans: readonly Span[]) =>
  spans.map(({ kind, text }, at) => {
    if (kind === "strong") return <strong key={at}>{text}</strong>;
    return kind === "code" ? <code key={at}>{text}</code> : text;
  });

