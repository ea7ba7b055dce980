import { openPage } from "../kit/page";
import { ReplayPage } from "./page";
import { openShelf } from "./shelf";
import "./replay.css";

void openPage(ReplayPage, "replay-page-title");
void openShelf();
