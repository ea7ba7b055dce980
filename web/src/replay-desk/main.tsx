import { openPage } from "../kit/page";
import { meet } from "../kit/session";
import { openDesk, problem } from "./desk";
import { listenToKeys } from "./keys";
import { DeskPage } from "./page";
import "../replay/replay.css";
import "./desk.css";

void openPage(DeskPage, "desk-page-title");
listenToKeys();
void meet().then(openDesk, (error: unknown) => {
  problem.value = error;
});
