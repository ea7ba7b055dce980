/**
 * `<grandstand-chat>`: the assistant of a Grandstand in a page of another site.
 *
 * Attributes: `language` (else that of the page), `theme` (auto, light or dark), `open`. The chat is a page of the
 * Grandstand in a frame: this page sees nothing of it, and it nothing of this page.
 */
import style from "./style.css?inline";
import { asksToClose, chatAddress, languageOf, WORDS } from "./words";

const NAME = "grandstand-chat";
const PANEL = "panel";
const script = ownAddress();

class GrandstandChat extends HTMLElement {
  static readonly observedAttributes = ["language", "theme", "open"];

  readonly #launcher = document.createElement("button");
  readonly #panel = document.createElement("div");
  #frame: HTMLIFrameElement | null = null;
  /** Before that the frame is a page of the site around it. */
  #isLoaded = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    this.#launcher.type = "button";
    this.#launcher.className = "launcher";
    this.#launcher.setAttribute("aria-controls", PANEL);
    this.#launcher.addEventListener("click", () => this.toggleAttribute("open"));
    this.#panel.id = PANEL;
    this.#panel.className = PANEL;
    this.#panel.hidden = true;
    root.append(this.#panel, this.#launcher);
  }

  connectedCallback(): void {
    addEventListener("message", this.#heard);
    this.addEventListener("keydown", this.#pressed);
    this.#show();
  }

  disconnectedCallback(): void {
    removeEventListener("message", this.#heard);
    this.removeEventListener("keydown", this.#pressed);
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    this.#show();
    if (name !== "open") this.#tell();
  }

  get open(): boolean {
    return this.hasAttribute("open");
  }

  set open(wished: boolean) {
    this.toggleAttribute("open", wished);
  }

  get #language(): string {
    return languageOf(this.getAttribute("language"), document.documentElement.lang, ...navigator.languages);
  }

  get #theme(): string {
    return this.getAttribute("theme") ?? "auto";
  }

  #show(): void {
    const { open: isOpen } = this;
    const words = WORDS[this.#language] ?? { open: "", close: "" };
    const name = isOpen ? words.close : words.open;
    this.#launcher.replaceChildren(icon(isOpen), ...(isOpen ? [] : [name]));
    this.#launcher.ariaLabel = name;
    this.#launcher.setAttribute("aria-expanded", String(isOpen));
    this.lang = this.#language;
    this.dir = this.#language === "ar" ? "rtl" : "ltr";
    this.#panel.dataset.theme = this.#theme;
    this.#panel.hidden = !isOpen;
    // Who never opens the chat loads nothing of it.
    if (isOpen && !this.#frame) this.#load(words.open);
  }

  #load(name: string): void {
    const frame = document.createElement("iframe");
    frame.title = name;
    frame.src = chatAddress(script, this.#language, this.#theme);
    frame.addEventListener("load", () => {
      this.#isLoaded = true;
      this.#tell();
      frame.focus();
    });
    this.#frame = frame;
    this.#panel.append(frame);
  }

  #tell(): void {
    if (!this.#isLoaded) return;
    const told = { [NAME]: "changed", language: this.#language, theme: this.#theme };
    this.#frame?.contentWindow?.postMessage(told, new URL(script).origin);
  }

  readonly #heard = ({ source, data }: MessageEvent<unknown>): void => {
    if (source === null || source !== this.#frame?.contentWindow || !asksToClose(data)) return;
    this.open = false;
    this.#launcher.focus();
  };

  readonly #pressed = ({ key }: KeyboardEvent): void => {
    if (key !== "Escape" || !this.open) return;
    this.open = false;
    this.#launcher.focus();
  };
}

/** Where this script came from; as a module it has to look for its own tag. */
function ownAddress(): string {
  const { currentScript } = document;
  if (currentScript instanceof HTMLScriptElement) return currentScript.src;
  const tags = [...document.querySelectorAll<HTMLScriptElement>("script[src]")];
  return tags.find(({ src }) => new URL(src).pathname.endsWith("/chat.js"))?.src ?? location.href;
}

const SVG = "http://www.w3.org/2000/svg";

function icon(isOpen: boolean): SVGSVGElement {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  const bubble = "M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5ZM8.5 10h7";
  path.setAttribute("d", isOpen ? "M6 6l12 12M18 6 6 18" : bubble);
  drawn.append(path);
  return drawn;
}

if (!customElements.get(NAME)) customElements.define(NAME, GrandstandChat);
