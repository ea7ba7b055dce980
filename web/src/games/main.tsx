import { effect } from "@preact/signals";
import { openPage } from "../kit/page";
import { t } from "../kit/text";
import { announceChange } from "./announcing";
import { answerOf, followPlace } from "./follow";
import { GamesPage } from "./page";
import { titleOf } from "./title";
import { chooseDay } from "./views/schedule";
import { noteVisits } from "./visits";
import "../kit/rooms.css";
import "../kit/facts.css";
import "./games.css";
import "./lists.css";
import "./boards.css";
import "./knock-out.css";
import "./conditions.css";
import "./duel.css";

void openPage(GamesPage, "games-page-title").then(() => {
  followPlace(announceChange);
  effect(() => {
    document.title = t("games-title-of", { page: titleOf() });
  });
});
noteVisits();

effect(() => {
  const schedule = answerOf("schedule");
  if (schedule) queueMicrotask(() => chooseDay(schedule));
});
