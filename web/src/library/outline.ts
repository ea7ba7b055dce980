/** The table of contents beside a page. Pure. */

import type { HeadingAnswer } from "./answers";

/** Which heading the page stands under: the last one that begins on it or before it; -1 before the first. */
export const headingAt = (outline: readonly HeadingAnswer[], page: number): number => {
  const first = outline.findIndex((heading) => heading.page === page);
  return first >= 0 ? first : outline.findLastIndex((heading) => heading.page < page);
};
