import { openPage } from "../kit/page";
import { meet, session } from "../kit/session";
import { FanPage } from "./page";
import { loadPools, watchPauses } from "./pools";
import { loadWallet } from "./wallet";
import "./fan.css";

void openPage(FanPage, "fan-page-title");
void loadPools().then(watchPauses);
void meet().then(
  () => session.value && loadWallet(),
  // Who she is gets asked again before anything is opened; until then the page serves her as a visitor.
  () => undefined,
);
