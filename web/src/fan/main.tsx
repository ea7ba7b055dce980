import { openPage } from "../kit/page";
import { meet, session } from "../kit/session";
import { openGifts } from "./later";
import { FanPage } from "./page";
import { loadPools, watchPauses } from "./pools";
import { loadWallet } from "./wallet";
import "./fan.css";

const opened = openPage(FanPage, "fan-page-title");
const listed = loadPools();
void listed.then(watchPauses);
const met = meet().then(
  () => (session.value ? loadWallet() : undefined),
  // Who she is gets asked again before anything is opened; until then the page serves her as a visitor.
  () => undefined,
);
void Promise.all([opened, listed, met]).then(openGifts);
