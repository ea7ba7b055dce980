import { AskIcon, OnIcon } from "./icons";
import { t } from "./text";
import "./ask-bar.css";

/** The way to the assistant, where somebody looks for an answer. */
export function AskBar() {
  return (
    <a class="ask-bar" href="/assistant">
      <AskIcon />
      <span>{t("assistant-title")}</span>
      <OnIcon />
    </a>
  );
}
