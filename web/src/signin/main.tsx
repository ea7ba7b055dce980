import { openPage } from "../kit/page";
import { checkLink } from "./link";
import { SignInPage } from "./page";
import "./signin.css";

void openPage(SignInPage, "sign-in-page-title");
addEventListener("hashchange", () => void checkLink());
void checkLink();
