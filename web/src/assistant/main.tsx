import { noteVisits } from "../games/visits";
import { openPage } from "../kit/page";
import { openEmbedded } from "./embed";
import { AssistantPage } from "./page";
import { openTalk } from "./talk";
import "./assistant.css";
import "./answer.css";

openEmbedded();
openTalk();
noteVisits();
void openPage(AssistantPage, "assistant-page-title");
