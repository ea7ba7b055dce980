import { computed, signal } from "@preact/signals";
import { BRISK, persist } from "../kit/retry";
import type { OpenedAnswer, PageAnswer } from "./answers";
import type { PagePlace } from "./address";
import { openVersion, readPage } from "./api";

export const opened = signal<OpenedAnswer | undefined>(undefined);
export const page = signal<PageAnswer | undefined>(undefined);
export const readingError = signal<unknown>(undefined);

const PAGES_KEPT_MAX = 24;

/** Pages read before, newest last, so that turning back takes no time. */
const kept = new Map<string, PageAnswer>();

let wanted: PagePlace | null = null;

export const isTurning = signal(false);

/** Opens a version at a page; what is known already is shown at once. */
export async function openPageOf(place: PagePlace): Promise<void> {
  wanted = place;
  readingError.value = undefined;
  if (opened.value?.version.id !== place.version) {
    opened.value = undefined;
    page.value = undefined;
  }
  isTurning.value = true;
  try {
    const [version, read] = await Promise.all([openedVersion(place.version), readOnce(place)]);
    if (wanted !== place) return;
    opened.value = version;
    page.value = read;
  } catch (error) {
    if (wanted === place) readingError.value = error;
  } finally {
    if (wanted === place) isTurning.value = false;
  }
}

export function closePage(): void {
  wanted = null;
  kept.clear();
  opened.value = undefined;
  page.value = undefined;
  readingError.value = undefined;
}

const openedVersion = async (version: number): Promise<OpenedAnswer> =>
  opened.value?.version.id === version ? opened.value : persist(() => openVersion(version), BRISK);

async function readOnce(place: PagePlace): Promise<PageAnswer> {
  const key = JSON.stringify(place);
  const read = kept.get(key) ?? (await persist(() => readPage(place), BRISK));
  kept.delete(key);
  kept.set(key, read);
  if (kept.size > PAGES_KEPT_MAX) kept.delete([...kept.keys()][0] ?? "");
  return read;
}

/** Where the quotation stands on the page that is shown; null where the page has none. */
export const highlight = computed(() => {
  const shown = page.value;
  return shown?.highlight && shown.highlight.page === shown.page ? shown.highlight : null;
});
