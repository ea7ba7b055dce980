/** What an answer may need and most do not: fetched when the first of them comes. */
import { effect, signal } from "@preact/signals";
import { turns } from "./talk";

export const figures = signal<typeof import("./figures") | null>(null);
let isWanted = false;

effect(() => {
  if (isWanted || !turns.value.some(({ parts }) => parts.some(({ kind }) => kind === "table" || kind === "plot"))) return;
  isWanted = true;
  void import("./figures").then(
    (loaded) => {
      figures.value = loaded;
    },
    () => {
      // The next answer tries again.
      isWanted = false;
    },
  );
});
