import { openPage } from "../kit/page";
import { AssistantPage } from "./page";
import "./assistant.css";

void openPage(AssistantPage, "assistant-page-title");
