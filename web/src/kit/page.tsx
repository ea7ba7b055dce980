import { effect } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { Announcer } from "./announcer";
import { openLanguage, t } from "./text";
import "./theme";
import "./base.css";
import "./controls.css";

/** Renders a page once its language is there, and keeps its title in that language. */
export async function openPage(Page: ComponentType, titleId: string): Promise<void> {
  await openLanguage();
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  effect(() => {
    document.title = t(titleId);
  });
  render(
    <>
      <Page />
      <Announcer />
    </>,
    root,
  );
}
