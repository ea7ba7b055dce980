import { effect, signal } from "@preact/signals";
import { keep, recall } from "./storage";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const findTheme = (name: unknown): Theme | undefined => THEMES.find((known) => known === name);

export const theme = signal<Theme>(findTheme(recall("theme")) ?? "auto");

const darkWished = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(darkWished.matches);
darkWished.addEventListener("change", (event) => {
  systemDark.value = event.matches;
});

/** Whether the page is dark now, by choice or by the system. */
export const isDark = (): boolean => (theme.value === "auto" ? systemDark.value : theme.value === "dark");

export function changeTheme(chosen: Theme): void {
  keep("theme", chosen);
  theme.value = chosen;
}

effect(() => {
  if (theme.value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});
