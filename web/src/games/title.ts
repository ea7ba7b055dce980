import { t } from "../kit/text";
import { answerOf } from "./follow";
import { place } from "./place";

/** What the page shows, as the title of its tab. */
export function titleOf(): string {
  switch (place.value.view) {
    case "now":
      return t("games-now-title");
    case "schedule":
      return t("games-schedule");
    case "medals":
      return t("games-medals-title");
    case "search":
      return t(place.value.kind === null ? "games-search-title" : "games-compare-choose");
    case "compare":
      return answerOf("compare")?.sides.map(({ name }) => name).join(" – ") ?? t("games-compare");
    case "missed":
      return t("games-missed-title");
    case "feed":
      return t("games-feed-title");
    case "event":
      return answerOf("event")?.name ?? t("games-link");
    case "athlete":
      return answerOf("athlete")?.name ?? t("games-link");
    case "delegation":
      return answerOf("delegation")?.name ?? t("games-link");
    case "venue":
      return answerOf("venue")?.name ?? t("games-link");
  }
}
