/** What can be said of versions, without asking the server. Pure. */

import type { DocumentAnswer, VersionAnswer } from "./answers";

const PAGES_NAMED_MAX = 12;

/** Whether something is still being done with it. */
export const isUnderWay = ({ state }: VersionAnswer): boolean => state !== "complete" && state !== "refused";

/** Whether its pages can be opened. */
export const isReadable = ({ state }: VersionAnswer): boolean => state === "searchable" || state === "complete";

/** The version that stands for its document: the one that answers come from, else the newest. */
export const leading = (document: DocumentAnswer): VersionAnswer | undefined =>
  document.versions.find(({ is_newest }) => is_newest) ?? document.versions[0];

/** Newest versions that are not the leading one because they are not read yet, or could not be. */
export const pending = (document: DocumentAnswer): readonly VersionAnswer[] => {
  const lead = leading(document);
  return document.versions.filter(({ number }) => lead !== undefined && number > lead.number);
};

export const older = (document: DocumentAnswer): readonly VersionAnswer[] => {
  const lead = leading(document);
  return document.versions.filter(({ number }) => lead !== undefined && number < lead.number);
};

/** How far the present step is, from 0 to 1; null where nobody knows yet. */
export const progressOf = ({ done, total }: VersionAnswer): number | null => (total > 0 ? Math.min(1, done / total) : null);

/** Pages as a reader writes them: `3, 7–9`; an ellipsis where there are many. */
export function pageRanges(pages: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const page of [...new Set(pages)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && page === last[1] + 1) last[1] = page;
    else ranges.push([page, page]);
  }
  const named = ranges.slice(0, PAGES_NAMED_MAX).map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
  return named.join(", ") + (ranges.length > PAGES_NAMED_MAX ? " …" : "");
}
