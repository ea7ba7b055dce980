import { signal, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Books } from "../kit/contract";
import { formatNear } from "../kit/dates";
import { BookIcon, PlusIcon } from "../kit/icons";
import { pickText } from "../kit/language";
import { Colophon, Masthead } from "../kit/masthead";
import { Notice } from "../kit/notice";
import { unreachable } from "../kit/problem";
import { isOfficial, session } from "../kit/session";
import { SignOut } from "../kit/sign-out";
import { language, t } from "../kit/text";
import { Acts } from "./acts";
import { BurnDown } from "./burn-down";
import { Controls } from "./controls";
import { books, choosePool, chosenId, deskError, openDesk, pools } from "./desk";
import { Faults } from "./faults";
import { Go } from "./go";
import { Headline } from "./headline";
import { Lanes } from "./lanes";
import { liveError, unfollow } from "./live";
import { NewPoolDialog } from "./new-pool";
import { type Room, ROOMS, room } from "./place";
import { Published } from "./published";
import { Raises } from "./raises";
import { Refusals } from "./refusals";

export function ConsolePage() {
  return (
    <>
      <Masthead>
        {isOfficial() && (
          <>
            <a class="button button-quiet" href="/library">
              <BookIcon />
              <span class="button-word">{t("library-link")}</span>
            </a>
            <a class="button button-quiet" href="/games?view=feed">
              {t("games-feed-link")}
            </a>
          </>
        )}
        {session.value && <SignOut onLeft={unfollow} onError={(error) => (deskError.value = error)} />}
      </Masthead>
      {isOfficial() && <Rooms />}
      <main id="content" class="console" tabIndex={-1}>
        {session.value === undefined ? <Meeting /> : isOfficial() ? <RoomBody /> : <Gate />}
      </main>
      <Colophon />
    </>
  );
}

type LateRoom = Exclude<Room, "pools">;

/** What only one room needs is loaded when somebody enters it. */
const LOADERS: Readonly<Record<LateRoom, () => Promise<ComponentType>>> = {
  programmes: () => import("./rooms/programmes").then((part) => part.ProgrammesRoom),
  merchants: () => import("./rooms/merchants").then((part) => part.MerchantsRoom),
  invites: () => import("./rooms/invites").then((part) => part.InvitesRoom),
  review: () => import("./rooms/review").then((part) => part.ReviewRoom),
  crowd: () => import("./rooms/crowd").then((part) => part.CrowdRoom),
  log: () => import("./rooms/log").then((part) => part.LogRoom),
};

const loaded = signal<Partial<Record<LateRoom, ComponentType>>>({});
const roomError = signal<unknown>(undefined);

async function enter(late: LateRoom): Promise<void> {
  roomError.value = undefined;
  try {
    const Body = await LOADERS[late]();
    loaded.value = { ...loaded.value, [late]: Body };
  } catch (error) {
    roomError.value = unreachable(String(error));
  }
}

function Rooms() {
  const nav = useRef<HTMLElement>(null);
  // On a telephone the rooms are wider than the page, and the one she is in may be beyond its edge.
  useEffect(() => nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }), [room.value, language()]);
  return (
    <nav ref={nav} class="rooms" aria-label={t("console-rooms")}>
      <ul>
        {ROOMS.map((each) => (
          <li key={each}>
            <Go to={each} current={room.value === each}>
              {t(`console-room-${each}`)}
            </Go>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function RoomBody() {
  const now = room.value;
  return now === "pools" ? <Desk /> : <Late late={now} />;
}

function Late({ late }: { late: LateRoom }) {
  useEffect(() => {
    if (!loaded.peek()[late]) void enter(late);
  }, [late]);
  const Body = loaded.value[late];
  if (Body) return <Body key={late} />;
  if (roomError.value !== undefined) return <Notice error={roomError.value} onRetry={() => void enter(late)} />;
  return <p class="soft">{t("kit-loading")}</p>;
}

function Meeting() {
  return (
    <div class="gate">
      <h1>{t("console-title")}</h1>
      {deskError.value === undefined ? <p class="soft">{t("kit-loading")}</p> : <Notice error={deskError.value} onRetry={() => location.reload()} />}
    </div>
  );
}

function Gate() {
  const known = session.value;
  return (
    <div class="gate">
      <h1>{t("console-gate-title")}</h1>
      <p class="soft">
        {known ? t("console-gate-role", { role: t(`kit-role-${known.role}`) }) : t("console-gate-signed-out")}
      </p>
      <a class="button" href="/">
        {t("kit-fan-page")}
      </a>
    </div>
  );
}

function Desk() {
  useEffect(() => {
    void openDesk();
    return unfollow;
  }, []);
  const listed = pools.value;
  const current = books.value;
  return (
    <>
      <DeskHead />
      {session.value?.role === "auditor" && <p class="soft">{t("console-auditor-note")}</p>}
      {deskError.value !== undefined && <Notice error={deskError.value} onRetry={() => void openDesk()} />}
      {liveError.value !== undefined && <Notice error={liveError.value} />}
      {listed?.length === 0 && <p class="soft">{t("console-no-pools")}</p>}
      {current && (
        <>
          <Faults faults={current.faults} />
          <PoolHead books={current} />
          <Raises books={current} />
          <Headline books={current} />
          <BurnDown books={current} />
          <div class="desk-pair">
            <Lanes books={current} />
            <Refusals books={current} />
          </div>
          <Published books={current} />
          <Acts />
        </>
      )}
    </>
  );
}

function DeskHead() {
  const asked = useSignal(false);
  const listed = pools.value ?? [];
  return (
    <div class="desk-head">
      {listed.length <= 1 ? (
        <p class="eyebrow">{t("console-title")}</p>
      ) : (
        <div class="pool-picker">
          <label for="pool">{t("console-pool")}</label>
          <select
            id="pool"
            class="field-input"
            value={chosenId.value ?? ""}
            onChange={(event) => choosePool(Number(event.currentTarget.value))}
          >
            {listed.map((pool) => (
              <option key={pool.id} value={pool.id}>
                {`${pickText(pool.titles, language()).text} · ${t(`console-state-${pool.state}`)}`}
              </option>
            ))}
          </select>
        </div>
      )}
      {session.value?.role === "operator" && (
        <button type="button" class="button" onClick={() => (asked.value = true)}>
          <PlusIcon />
          {t("console-new-pool")}
        </button>
      )}
      {asked.value && <NewPoolDialog onClose={() => (asked.value = false)} />}
    </div>
  );
}

function PoolHead({ books: current }: { books: Books }) {
  const title = pickText(current.titles, language());
  return (
    <div class="pool-head">
      <div>
        <h1 lang={title.lang} dir="auto">
          {title.text}
        </h1>
        <p class="state" data-state={current.state}>
          <span class="unseen">{t("console-state")}: </span>
          {t(`console-state-${current.state}`)}
        </p>
        <Times books={current} />
      </div>
      {session.value?.role === "operator" && <Controls books={current} />}
    </div>
  );
}

/** The hours of a pool, as far as they are known. */
function Times({ books: { opens_at, opened_at, closes_at, valid_until } }: { books: Books }) {
  const times = [
    opened_at === null && opens_at !== null ? t("console-opens-at", { time: formatNear(new Date(opens_at)) }) : null,
    opened_at !== null ? t("console-opened-at", { time: formatNear(new Date(opened_at)) }) : null,
    closes_at !== null ? t("console-closes-at", { time: formatNear(new Date(closes_at)) }) : null,
    valid_until !== null ? t("console-valid-until", { time: formatNear(new Date(valid_until)) }) : null,
  ].filter((time) => time !== null);
  return times.length === 0 ? null : (
    <ul class="times">
      {times.map((time) => (
        <li key={time}>{time}</li>
      ))}
    </ul>
  );
}
