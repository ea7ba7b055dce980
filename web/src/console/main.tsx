import { effect } from "@preact/signals";
import { openPage } from "../kit/page";
import { isOfficial, meet } from "../kit/session";
import { t } from "../kit/text";
import { deskError } from "./desk";
import { ConsolePage } from "./page";
import { room } from "./place";
import "../kit/rooms.css";
import "./console.css";
import "./figures.css";
import "./forms.css";
import "./rooms.css";

void openPage(ConsolePage, "console-page-title").then(() => {
  effect(() => {
    const page = t("console-page-title");
    document.title = isOfficial() && room.value !== "pools" ? `${t(`console-room-${room.value}`)} · ${page}` : page;
  });
});
meet().catch((error: unknown) => {
  deskError.value = error;
});
