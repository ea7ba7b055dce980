import type { ComponentChildren } from "preact";
import { ChevronIcon, GlobeIcon, HalfIcon, MarkIcon, MoonIcon, SunIcon } from "./icons";
import { ENDONYMS, LANGUAGES, type Language, localeTag } from "./language";
import { changeLanguage, language, t } from "./text";
import { changeTheme, THEMES, theme } from "./theme";

const THEME_ICONS = { auto: HalfIcon, light: SunIcon, dark: MoonIcon };
const THEME_NAMES = { auto: "kit-theme-auto", light: "kit-theme-light", dark: "kit-theme-dark" };

/** The head of every page; `children` are the acts of this page. */
export function Masthead({ children }: { children?: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#content">
        {t("kit-skip")}
      </a>
      <header class="masthead">
        <a class="wordmark" href="/" dir="ltr" translate={false}>
          <MarkIcon />
          Grandstand
        </a>
        <div class="masthead-acts">
          {children}
          <LanguageMenu />
          <ThemeSwitch />
        </div>
      </header>
    </>
  );
}

function LanguageMenu() {
  return (
    <span class="language">
      <GlobeIcon />
      <label class="unseen" for="language">
        {t("kit-language")}
      </label>
      <select id="language" value={language()} onChange={(event) => void changeLanguage(event.currentTarget.value as Language)}>
        {LANGUAGES.map((known) => (
          <option key={known} value={known} lang={localeTag(known)}>
            {ENDONYMS[known]}
          </option>
        ))}
      </select>
      <ChevronIcon />
    </span>
  );
}

function ThemeSwitch() {
  const ThemeIcon = THEME_ICONS[theme.value];
  const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "auto";
  const name = t(THEME_NAMES[theme.value]);
  return (
    <button type="button" class="button-icon" aria-label={name} title={name} onClick={() => changeTheme(next)}>
      <ThemeIcon />
    </button>
  );
}

export function Colophon() {
  return (
    <footer class="colophon">
      <p>{t("kit-tagline")}</p>
    </footer>
  );
}
