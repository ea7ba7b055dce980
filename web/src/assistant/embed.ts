import { findTheme, theme } from "../kit/theme";
import { changeLanguage } from "../kit/text";
import { LANGUAGES } from "../kit/language";

/** The name of what a page and the chat inside it tell each other. */
export const CHAT = "grandstand-chat";

/** Whether the page stands inside the chat of another site. */
export const isEmbedded: boolean = new URLSearchParams(location.search).get("embed") === "1" && window.parent !== window;

/** Takes the theme from the address, and follows what the page around says. */
export function openEmbedded(): void {
  if (!isEmbedded) return;
  document.documentElement.dataset.embed = "";
  wear(new URLSearchParams(location.search).get("theme"));
  addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || !isTold(data)) return;
    wear(data.theme);
    const spoken = LANGUAGES.find((each) => each === data.language);
    if (spoken) void changeLanguage(spoken);
  });
}

/** Asks the page around to close the chat; there is nothing in it that another page may not hear. */
export const leaveChat = (): void => window.parent.postMessage({ [CHAT]: "close" }, "*");

/** Where a link opens: beside the chat, not in it. */
export const target = isEmbedded ? { target: "_blank", rel: "noopener" } : {};

function wear(wished: unknown): void {
  const known = findTheme(wished);
  if (known) theme.value = known;
}

interface Told {
  readonly language?: unknown;
  readonly theme?: unknown;
}

const isTold = (data: unknown): data is Told => typeof data === "object" && data !== null && CHAT in data;
