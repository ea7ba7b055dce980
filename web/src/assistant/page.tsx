import type { ComponentType } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import {
  AskIcon,
  BookIcon,
  CalendarIcon,
  ClockIcon,
  CrossIcon,
  EnvelopeIcon,
  OnIcon,
  PlayIcon,
  PlusIcon,
  PodiumIcon,
  RewindIcon,
} from "../kit/icons";
import { Masthead } from "../kit/masthead";
import { t } from "../kit/text";
import { Composer } from "./composer";
import { isEmbedded, leaveChat } from "./embed";
import { isHistoryOpen, Stored } from "./stored";
import { ask, beginAnew, turns } from "./talk";
import { TurnView } from "./turn";

const EXAMPLES = [
  { id: "assistant-example-live", Icon: PlayIcon },
  { id: "assistant-example-medals", Icon: PodiumIcon },
  { id: "assistant-example-missed", Icon: RewindIcon },
  { id: "assistant-example-tonight", Icon: CalendarIcon },
  { id: "assistant-example-win", Icon: EnvelopeIcon },
  { id: "assistant-example-rules", Icon: BookIcon },
];

export function AssistantPage() {
  const isEmpty = turns.value.length === 0;
  return (
    <>
      {isEmbedded ? (
        <a class="skip" href="#content">
          {t("kit-skip")}
        </a>
      ) : (
        <Masthead>
          <a class="button button-quiet" href="/games">
            <PodiumIcon />
            <span class="button-word">{t("games-link")}</span>
          </a>
        </Masthead>
      )}
      <main id="content" class="assistant" tabIndex={-1} data-empty={isEmpty}>
        <Bar isEmpty={isEmpty} />
        {isEmpty ? <Welcome /> : <Talk />}
        <Composer />
      </main>
      {isHistoryOpen.value && <Stored />}
    </>
  );
}

function Bar({ isEmpty }: { isEmpty: boolean }) {
  return (
    <div class="assistant-bar">
      {isEmpty ? <span /> : <h1>{t("assistant-title")}</h1>}
      <div class="assistant-acts">
        {!isEmpty && <IconButton name={t("assistant-new")} Icon={PlusIcon} onClick={beginAnew} />}
        <IconButton name={t("assistant-history")} Icon={ClockIcon} onClick={() => (isHistoryOpen.value = true)} />
        {isEmbedded && <IconButton name={t("kit-close")} Icon={CrossIcon} onClick={leaveChat} />}
      </div>
    </div>
  );
}

interface IconButtonProps {
  readonly name: string;
  readonly Icon: ComponentType;
  readonly onClick: () => void;
}

const IconButton = ({ name, Icon, onClick }: IconButtonProps) => (
  <button type="button" class="button-icon" aria-label={name} title={name} onClick={onClick}>
    <Icon />
  </button>
);

function Welcome() {
  return (
    <div class="welcome">
      <header class="welcome-head">
        <AskIcon />
        <h1>{t("assistant-title")}</h1>
        <p class="soft">{t("assistant-lead")}</p>
      </header>
      <section class="examples" aria-label={t("assistant-examples")}>
        {EXAMPLES.map(({ id, Icon }) => (
          <button key={id} type="button" class="example" onClick={() => ask(t(id))}>
            <Icon />
            <span>{t(id)}</span>
            <OnIcon />
          </button>
        ))}
      </section>
    </div>
  );
}

/** The turns; the newest question comes to the top once, and then nothing moves by itself. */
function Talk() {
  const list = useRef<HTMLOListElement>(null);
  const newest = turns.value.at(-1)?.id;
  useLayoutEffect(() => {
    if (turns.value.length > 1) list.current?.lastElementChild?.scrollIntoView({ block: "start", behavior: "instant" });
  }, [newest]);
  return (
    <ol class="turns" ref={list} aria-label={t("assistant-log")}>
      {turns.value.map((turn) => (
        <li key={turn.id}>
          <TurnView turn={turn} isLast={turn.id === newest} />
        </li>
      ))}
    </ol>
  );
}
