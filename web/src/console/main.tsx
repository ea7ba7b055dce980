import { effect } from "@preact/signals";
import { openPage } from "../kit/page";
import { isOfficial, meet } from "../kit/session";
import { deskError, openDesk } from "./desk";
import { ConsolePage } from "./page";
import "./console.css";
import "./figures.css";
import "./forms.css";

void openPage(ConsolePage, "console-page-title");
meet().catch((error: unknown) => {
  deskError.value = error;
});

const stop = effect(() => {
  if (!isOfficial()) return;
  queueMicrotask(() => stop());
  void openDesk();
});
