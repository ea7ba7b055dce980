import { useSignal } from "@preact/signals";
import { t } from "../../kit/text";
import type { CommunicationAnswer } from "../answers";
import { eventOf } from "../address";
import { from } from "../place";
import { near } from "../times";
import { Go } from "./go";
import { Veil } from "./veil";

const SHOWN_FIRST = 2;

/** What the organisers announce, the newest first; it may tell how something ended, whoever wrote it. */
export function Announcements({ communications }: { communications: readonly CommunicationAnswer[] }) {
  const isWhole = useSignal(false);
  if (communications.length === 0) return null;
  const listed = isWhole.value ? communications : communications.slice(0, SHOWN_FIRST);
  return (
    <section class="announcements" aria-labelledby="announcements-title">
      <h2 id="announcements-title">{t("games-announcements")}</h2>
      <ul>
        {listed.map((each) => (
          <Announcement key={keyOf(each)} announced={each} />
        ))}
      </ul>
      {listed.length < communications.length && (
        <button type="button" class="button" onClick={() => (isWhole.value = true)}>
          {t("kit-load-more")}
        </button>
      )}
    </section>
  );
}

/** A code is one of its document alone. */
const keyOf = ({ at, code, title }: CommunicationAnswer): string => `announcement ${at} ${code} ${title}`;

function Announcement({ announced }: { announced: CommunicationAnswer }) {
  const { title, text, language, discipline, discipline_name, unit, at } = announced;
  return (
    <li class="announcement">
      <ul class="facts">
        <li>
          <time class="figure" dateTime={at}>
            {near(at)}
          </time>
        </li>
        {discipline !== null && (
          <li>
            <Go to={unit === null ? from("schedule", { discipline }) : from("event", { code: eventOf(unit) })}>{discipline_name ?? discipline}</Go>
          </li>
        )}
      </ul>
      <Veil id={keyOf(announced)} of={t("games-announcements")}>
        <div lang={language} dir="auto">
          <h3>{title}</h3>
          {text !== null && <p>{text}</p>}
        </div>
      </Veil>
    </li>
  );
}
