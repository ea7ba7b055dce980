import { useEffect, useRef } from "preact/hooks";
import { t } from "../../kit/text";
import type { HighlightAnswer, PageAnswer } from "../answers";
import { type Part, partsOf, type Stretch } from "../paragraphs";
import { directionOf } from "../scripts";

interface PageTextProps {
  readonly page: PageAnswer;
  readonly highlight: HighlightAnswer | null;
  readonly hasPicture: boolean;
}

/** The words of a page: for copying, for who cannot see the picture, and for files that have none. */
export function PageText({ page, highlight, hasPicture }: PageTextProps) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const pane = frame.current;
    const mark = pane?.querySelector("mark");
    if (!pane) return;
    if (!mark) pane.scrollTop = 0;
    else if (hasPicture) pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    else mark.scrollIntoView({ block: "center", behavior: "instant" });
  }, [page, highlight]);
  const parts = partsOf(page.text, page.blocks, highlight);
  return (
    <section class="page-text" aria-labelledby="page-text-title">
      <h2 id="page-text-title" class={hasPicture ? undefined : "unseen"}>
        {t("library-page-text")}
      </h2>
      {/* It scrolls by itself beside the picture, so the keyboard has to reach it. */}
      <div class="page-words" ref={frame} lang={page.language} dir={directionOf(page.language)} tabIndex={0} role="group" aria-labelledby="page-text-title">
        {parts.length === 0 ? (
          <p class="soft" lang={document.documentElement.lang} dir="auto">
            {t("library-blank-page")}
          </p>
        ) : (
          parts.map((part, index) => <PartOfPage key={index} part={part} />)
        )}
      </div>
    </section>
  );
}

function PartOfPage({ part }: { part: Part }) {
  switch (part.kind) {
    case "heading": {
      // Below the heading of this part of the page, which is of the second order.
      const Heading = `h${Math.min(6, part.level + 2)}` as "h3";
      return (
        <Heading dir="auto">
          <Words of={part.stretches} />
        </Heading>
      );
    }
    case "text":
      return (
        <p dir="auto">
          <Words of={part.stretches} />
        </p>
      );
    case "list":
      return (
        <ul>
          {part.items.map((item, index) => (
            <li key={index} dir="auto">
              <Words of={item} />
            </li>
          ))}
        </ul>
      );
    case "table":
      return (
        <table>
          <tbody>
            {part.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column} dir="auto">
                    <Words of={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

const Words = ({ of }: { of: readonly Stretch[] }) => (
  <>{of.map(({ text, isQuoted }, index) => (isQuoted ? <mark key={index}>{text}</mark> : text))}</>
);
