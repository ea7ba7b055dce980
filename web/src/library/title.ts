import { t } from "../kit/text";
import { place } from "./place";
import { opened } from "./reading";
import { collectionOf } from "./shelf";

/** What the page shows, as the title of its tab; null where the name of the page says it. */
export function titleOf(): string | null {
  const now = place.value;
  switch (now.view) {
    case "ask":
      return now.question;
    case "page": {
      const title = opened.value?.document.title;
      return title === undefined ? null : `${title}, ${t("library-page", { page: String(now.page) })}`;
    }
    case "collections":
      return t("library-collections");
    case "collection":
      return collectionOf(now.collection)?.name ?? t("library-collections");
    case "groups":
      return t("library-groups");
    case "unanswered":
      return t("library-unanswered");
  }
}
