import { openPage } from "../kit/page";
import { StatusPage } from "./page";
import { watchStatus } from "./status";
import "./status.css";

void openPage(StatusPage, "status-page-title");
watchStatus();
