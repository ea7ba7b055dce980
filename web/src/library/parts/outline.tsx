import { useEffect, useRef } from "preact/hooks";
import { t } from "../../kit/text";
import type { HeadingAnswer } from "../answers";
import type { PagePlace } from "../address";
import { Go } from "../go";
import { headingAt } from "../outline";
import { amend } from "../place";
import { directionOf } from "../scripts";

const WIDE = "(width >= 64rem)";
const DEPTH_MAX = 4;

interface OutlineProps {
  readonly outline: readonly HeadingAnswer[];
  readonly language: string;
  readonly now: PagePlace;
}

/** The headings of the document; open where there is room beside the page. */
export function Outline({ outline, language, now }: OutlineProps) {
  const current = headingAt(outline, now.page);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const frame = list.current;
    const entry = frame?.querySelector<HTMLElement>("[aria-current]");
    // Not scrollIntoView, which would move the page as well.
    if (frame && entry) frame.scrollTop = entry.offsetTop - frame.clientHeight / 2;
  }, [current]);
  return (
    <details class="outline" open={matchMedia(WIDE).matches}>
      <summary>{t("library-outline")}</summary>
      <ol ref={list} lang={language} dir={directionOf(language)}>
        {outline.map(({ level, title, page }, index) => {
          const to: PagePlace = { ...now, page };
          return (
            <li key={index} data-level={Math.min(level, DEPTH_MAX)}>
              <Go to={to} current={index === current ? "true" : undefined} onFollow={() => amend(to)}>
                <bdi>{title}</bdi>
                <span class="outline-page figure">{page}</span>
              </Go>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
