import { openPage } from "../kit/page";
import { meet, session } from "../kit/session";
import { followAir } from "./air";
import { openDesk, problem } from "./desk";
import { listenToKeys } from "./keys";
import { DeskPage, READERS } from "./page";
import { followRecorders } from "./recorders";
import "../replay/replay.css";
import "./desk.css";

void openPage(DeskPage, "desk-page-title");
listenToKeys();
void meet().then(openAll, (error: unknown) => {
  problem.value = error;
});

function openAll(): void {
  void openDesk();
  if (!session.value || !READERS.includes(session.value.role)) return;
  void followRecorders();
  void followAir();
}
