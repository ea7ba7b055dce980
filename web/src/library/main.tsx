import { effect } from "@preact/signals";
import { openPage } from "../kit/page";
import { meet, session } from "../kit/session";
import { t } from "../kit/text";
import { ask, forgetAnswer } from "./asking";
import { forgetGroups } from "./groups";
import { press } from "./keys";
import { LibraryPage, sessionError } from "./page";
import { place } from "./place";
import { forgetCollections, loadCollections } from "./shelf";
import { titleOf } from "./title";
import { forgetUnanswered } from "./unanswered";
import "../kit/rooms.css";
import "../kit/facts.css";
import "./library.css";
import "./answer.css";
import "./reader.css";
import "./lists.css";

const opened = openPage(LibraryPage, "library-page-title").then(() => {
  effect(() => {
    const page = titleOf();
    document.title = page === null ? t("library-page-title") : t("library-title-of", { page });
  });
});
addEventListener("keydown", press);
meet().catch((error: unknown) => {
  sessionError.value = error;
});

// What she may read depends on who she is: whoever signs out sees nothing of it any more.
effect(() => {
  if (session.value === undefined) return;
  queueMicrotask(() => {
    forgetAnswer();
    forgetCollections();
    forgetGroups();
    forgetUnanswered();
    void loadCollections();
  });
});

// The answer follows the question in the address, once the language and who asks are known.
void opened.then(() =>
  effect(() => {
    const now = place.value;
    if (session.value === undefined || now.view !== "ask") return;
    queueMicrotask(() => (now.question === null ? forgetAnswer() : void ask(now.question, now.within)));
  }),
);
