import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { signal } from "@preact/signals";
import { chooseLanguage, direction, type Language, localeTag } from "./language";
import { ApiError, NETWORK_UNREACHABLE } from "./problem";
import { keep, recall } from "./storage";

// The catalogues belong to the Python package, which speaks the same words; each becomes a chunk of its own.
const catalogues = import.meta.glob<string>("../../../src/grandstand/locales/*.ftl", {
  query: "?raw",
  import: "default",
});

const bundles = new Map<Language, FluentBundle>();
const spoken = signal<{ language: Language; bundle: FluentBundle } | null>(null);

export const language = (): Language => spoken.value?.language ?? "en";
export const locale = (): string => localeTag(language());

export type Args = Record<string, FluentVariable>;
/** A message by its id, in one language. */
export type Words = (id: string, args?: Args) => string;

/** The message in the reader's language; whoever calls it while rendering is rendered anew when the language changes. */
export const t: Words = (id, args) => say(spoken.value?.bundle, id, args);

function say(bundle: FluentBundle | undefined, id: string, args: Args | undefined): string {
  const pattern = bundle?.getMessage(id)?.value;
  if (!bundle || !pattern) return id;
  return bundle.formatPattern(pattern, args, []);
}

/** The messages in a language that need not be the reader's: an answer is told in that of its question. */
export async function wordsOf(chosen: Language): Promise<Words> {
  const bundle = bundles.get(chosen) ?? (await compile(chosen));
  return (id, args) => say(bundle, id, args);
}

/** What went wrong, in words for the reader. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return t("error-server-internal");
  if (error.code === NETWORK_UNREACHABLE) return t("kit-unreachable");
  return explainCode(error.code) ?? t("error-server-internal");
}

/** An error in words by its code alone; null when we have no words for it. */
export function explainCode(code: string): string | null {
  const id = `error-${code.replaceAll(".", "-")}`;
  return spoken.value?.bundle.hasMessage(id) ? t(id) : null;
}

/** Speaks the language that the address, an earlier visit or the browser asks for. */
export async function openLanguage(): Promise<void> {
  const wished = new URLSearchParams(location.search).get("lang");
  const chosen = chooseLanguage([wished, recall("language"), ...navigator.languages]);
  await speak(chosen).catch(() => speak("en"));
}

export async function changeLanguage(chosen: Language): Promise<void> {
  await speak(chosen);
  keep("language", chosen);
  // A language in the address would win over the choice on the next visit.
  const address = new URL(location.href);
  if (!address.searchParams.has("lang")) return;
  address.searchParams.delete("lang");
  history.replaceState(history.state, "", address);
}

let latestWish: Language | null = null;

async function speak(chosen: Language): Promise<void> {
  latestWish = chosen;
  const bundle = bundles.get(chosen) ?? (await compile(chosen));
  if (latestWish !== chosen) return;
  document.documentElement.lang = localeTag(chosen);
  document.documentElement.dir = direction(chosen);
  spoken.value = { language: chosen, bundle };
}

async function compile(chosen: Language): Promise<FluentBundle> {
  const load = catalogues[`../../../src/grandstand/locales/${chosen}.ftl`];
  if (!load) throw new Error(`no catalogue for ${chosen}`);
  const bundle = new FluentBundle(localeTag(chosen));
  bundle.addResource(new FluentResource(await load()));
  bundles.set(chosen, bundle);
  return bundle;
}
