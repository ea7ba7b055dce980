/** In the order of the menu: by script, then by endonym. */
export const LANGUAGES = ["de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "ar", "hi", "zh", "ja", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language in its own words, because who looks for it may read no other. */
export const ENDONYMS: Readonly<Record<Language, string>> = {
  de: "Deutsch",
  en: "English",
  es: "Español",
  fr: "Français",
  it: "Italiano",
  nl: "Nederlands",
  pl: "Polski",
  pt: "Português",
  ru: "Русский",
  ar: "العربية",
  hi: "हिन्दी",
  zh: "简体中文",
  ja: "日本語",
  ko: "한국어",
};

/** The first of the wishes that we speak, most urgent wish first; English when we speak none. */
export function chooseLanguage(wishes: readonly (string | null)[]): Language {
  for (const wish of wishes) {
    const spoken = findLanguage(wish);
    if (spoken !== null) return spoken;
  }
  return "en";
}

function findLanguage(wish: string | null): Language | null {
  const primary = wish?.toLowerCase().split(/[-_]/, 1)[0];
  return LANGUAGES.find((language) => language === primary) ?? null;
}

/** Where the catalogue speaks one of several scripts or countries. */
const TAGS: Readonly<Partial<Record<Language, string>>> = { zh: "zh-Hans", pt: "pt-BR" };

/** The tag that the browser's number and date formats and fonts go by. */
export const localeTag = (language: Language): string => TAGS[language] ?? language;

export const direction = (language: Language): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr");

/** A text given in several languages, in the reader's; else in English, else in any. */
export function pickText(texts: Readonly<Record<string, string>>, language: Language): { text: string; lang: string } {
  for (const lang of [language, "en", ...Object.keys(texts)]) {
    const text = texts[lang];
    if (text) return { text, lang };
  }
  return { text: "", lang: language };
}
