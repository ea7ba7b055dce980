/** What the launcher of the chat says; the chat itself brings its own catalogue. */
export interface Words {
  readonly open: string;
  readonly close: string;
}

export const WORDS: Readonly<Record<string, Words>> = {
  en: { open: "Ask about the Games", close: "Close the chat" },
  de: { open: "Frag zu den Spielen", close: "Chat schließen" },
  fr: { open: "Interrogez les Jeux", close: "Fermer la discussion" },
  it: { open: "Chiedi dei Giochi", close: "Chiudi la chat" },
  es: { open: "Pregunta por los Juegos", close: "Cerrar el chat" },
  pt: { open: "Pergunte sobre os Jogos", close: "Fechar a conversa" },
  nl: { open: "Vraag naar de Spelen", close: "Chat sluiten" },
  pl: { open: "Zapytaj o Igrzyska", close: "Zamknij czat" },
  ru: { open: "Спросите об Играх", close: "Закрыть чат" },
  ar: { open: "اسأل عن الألعاب", close: "أغلق المحادثة" },
  hi: { open: "खेलों के बारे में पूछिए", close: "चैट बंद कीजिए" },
  zh: { open: "询问运动会", close: "关闭聊天" },
  ja: { open: "大会について質問する", close: "チャットを閉じる" },
  ko: { open: "대회에 대해 물어보세요", close: "채팅 닫기" },
};

/** The language of a tag, where we speak it; English otherwise. */
export function languageOf(...tags: readonly (string | null | undefined)[]): string {
  for (const tag of tags) {
    const primary = tag?.toLowerCase().split(/[-_]/, 1)[0];
    if (primary !== undefined && Object.hasOwn(WORDS, primary)) return primary;
  }
  return "en";
}

/** The address of the chat that belongs to the script at `script`. */
export function chatAddress(script: string, language: string, theme: string): string {
  const address = new URL("/assistant", script);
  address.search = new URLSearchParams({ embed: "1", lang: language, theme }).toString();
  return address.href;
}

/** Whether a message of the chat asks to be closed. */
export const asksToClose = (data: unknown): boolean =>
  typeof data === "object" && data !== null && (data as Record<string, unknown>)["grandstand-chat"] === "close";
