import type { ComponentType } from "preact";
import { AskBar } from "../kit/ask-bar";
import { AlertIcon, AskIcon, ClockIcon, EnvelopeIcon } from "../kit/icons";
import { Colophon, Masthead } from "../kit/masthead";
import { Notice } from "../kit/notice";
import { NETWORK_UNREACHABLE, ApiError } from "../kit/problem";
import { t } from "../kit/text";
import type { Place, View } from "./address";
import { again, answerOf, askError, connection, isBusy, shown } from "./follow";
import { Go } from "./parts/go";
import { chooseZone, from, place, zone } from "./place";
import { changeSpoilerFree, isSpoilerFree } from "./spoilers";
import { instant, latest as latestTime } from "./times";
import { PastBanner, TimeMachine } from "./travel";
import { AthleteView } from "./views/athlete";
import { CompareView } from "./views/compare";
import { DelegationView } from "./views/delegation";
import { EventView } from "./views/event";
import { MedalsView } from "./views/medals";
import { MissedView } from "./views/missed";
import { NowView } from "./views/now";
import { QuarantineView } from "./views/quarantine";
import { ScheduleView } from "./views/schedule";
import { SearchView } from "./views/search";
import { VenueView } from "./views/venue";
import { lastVisit } from "./visits";
import { allZones } from "./zones";

const VIEW_PAGES: Readonly<Record<View, ComponentType>> = {
  now: NowView,
  schedule: ScheduleView,
  event: EventView,
  medals: MedalsView,
  athlete: AthleteView,
  delegation: DelegationView,
  venue: VenueView,
  search: SearchView,
  compare: CompareView,
  missed: MissedView,
  feed: QuarantineView,
};

const ROOMS: readonly { readonly view: View; readonly word: string }[] = [
  { view: "now", word: "games-now" },
  { view: "schedule", word: "games-schedule" },
  { view: "medals", word: "games-medals" },
  { view: "missed", word: "games-missed" },
  { view: "search", word: "games-search" },
];

export function GamesPage() {
  return (
    <>
      <Masthead>
        <a class="button button-quiet" href="/assistant">
          <AskIcon />
          <span class="button-word">{t("assistant-link")}</span>
        </a>
        <a class="button button-quiet" href="/">
          <EnvelopeIcon />
          <span class="button-word">{t("games-envelopes")}</span>
        </a>
      </Masthead>
      <Rooms />
      <main id="content" class="games" tabIndex={-1}>
        {place.value.view === "now" && <AskBar />}
        <Tools />
        <PastBanner />
        <Troubles />
        <View />
        <ZoneChoice />
      </main>
      <Colophon />
    </>
  );
}

function Rooms() {
  return (
    <nav class="rooms" aria-label={t("games-nav")}>
      <ul>
        {ROOMS.map(({ view, word }) => (
          <li key={view}>
            <Go to={roomOf(view)} current={place.value.view === view ? "page" : undefined}>
              {t(word)}
            </Go>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What she missed since her last visit, unless she looks at another time. */
const roomOf = (view: View): Place =>
  view === "missed" && place.value.asOf === null ? from(view, { since: lastVisit.value }) : from(view);

function Tools() {
  if (place.value.view === "feed") return null;
  return (
    <div class="tools">
      <Connected />
      <button
        type="button"
        class="tool"
        role="switch"
        aria-checked={isSpoilerFree.value}
        onClick={() => changeSpoilerFree(!isSpoilerFree.value)}
      >
        <span class="switch" aria-hidden="true" />
        {t("games-spoiler-free")}
      </button>
      <TimeMachine />
    </div>
  );
}

const CONNECTIONS = { live: "games-connection-live", polling: "games-connection-polling", waiting: "games-connection-waiting", past: "games-connection-past" };

/** Of when the state is, and whether it is still followed. */
function Connected() {
  if (shown.value === undefined) return <p class="connected connected-none" />;
  const latest = shown.value.answer.latest_at;
  const word = t(CONNECTIONS[connection.value]);
  return (
    <p class="connected" data-connection={connection.value}>
      {word}
      {latest !== null && (
        <time class="figure" dateTime={latest} title={t("games-state-of", { time: instant(latest) })}>
          {latestTime(latest)}
        </time>
      )}
    </p>
  );
}

/** What is wrong, while there is still something to show. */
function Troubles() {
  const answer = shown.value?.answer;
  if (!answer) return null;
  const isOffline = askError.value instanceof ApiError && askError.value.code === NETWORK_UNREACHABLE;
  return (
    <>
      {isOffline && (
        <div class="notice" role="alert">
          <AlertIcon />
          <p>{answer.latest_at === null ? t("kit-unreachable") : t("games-offline", { time: instant(answer.latest_at) })}</p>
          <button type="button" class="button" onClick={again}>
            {t("kit-try-again")}
          </button>
        </div>
      )}
      {answer.has_gaps && (
        <p class="gaps">
          <AlertIcon />
          {t("games-gaps")}
        </p>
      )}
    </>
  );
}

function View() {
  const { view, query } = place.value;
  const Chosen = VIEW_PAGES[view];
  if (view === "feed" || view === "search") {
    return (
      <div class="view" data-busy={isBusy.value}>
        <Chosen />
        {view === "search" && query !== null && shown.value === undefined && <Waiting isTitled />}
      </div>
    );
  }
  if (shown.value === undefined) return <Waiting isTitled={false} />;
  if (isEmpty()) return <Empty />;
  return (
    <div class="view" data-busy={isBusy.value}>
      <Chosen />
    </div>
  );
}

/** Whether the feed has said nothing at all so far. */
function isEmpty(): boolean {
  const answer = answerOf("now");
  return answer !== undefined && place.value.asOf === null && answer.latest_at === null && answer.next.length === 0;
}

/** Until the first answer is there, or why there is none. */
function Waiting({ isTitled }: { isTitled: boolean }) {
  return (
    <div class="waiting">
      {!isTitled && <h1 class="unseen">{t("games-link")}</h1>}
      {askError.value === undefined ? (
        <p class="soft waiting-text">{t("kit-loading")}</p>
      ) : isNothingThere() ? (
        <NothingThere />
      ) : (
        <Notice error={askError.value} onRetry={again} />
      )}
    </div>
  );
}

const isNothingThere = (): boolean => askError.value instanceof ApiError && askError.value.status === 404;

const NothingThere = () => (
  <>
    <p class="nothing">{t("games-nothing-there")}</p>
    <Go class="button" to={from("search")}>
      {t("games-search")}
    </Go>
  </>
);

const Empty = () => (
  <div class="waiting">
    <ClockIcon />
    <h1>{t("games-empty-title")}</h1>
    <p class="soft">{t("games-empty-text")}</p>
  </div>
);

function ZoneChoice() {
  return (
    <p class="zone">
      <label for="zone">{t("games-zone")}</label>
      <select id="zone" class="field-input" dir="ltr" value={zone.value} onChange={(event) => chooseZone(event.currentTarget.value)}>
        {[...new Set([zone.value, ...allZones()])].map((each) => (
          <option key={each} value={each}>
            {each.replaceAll("_", " ")}
          </option>
        ))}
      </select>
    </p>
  );
}
