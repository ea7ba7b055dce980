import { useEffect, useRef } from "preact/hooks";
import { formatMoment } from "../kit/dates";
import { OnIcon, PodiumIcon } from "../kit/icons";
import { direction, LANGUAGES, localeTag } from "../kit/language";
import { Colophon, Masthead } from "../kit/masthead";
import { Notice } from "../kit/notice";
import { t } from "../kit/text";
import { ask, askAgain, isAsking, QUESTION_LENGTH_MAX, type Source, type Turn, turns } from "./talk";

const EXAMPLES = [
  "assistant-example-live",
  "assistant-example-medals",
  "assistant-example-missed",
  "assistant-example-tonight",
];
const FIELD = "question";

export function AssistantPage() {
  const end = useRef<HTMLDivElement>(null);
  const shown = turns.value.reduce((sum, { statements, choices }) => sum + 1 + statements.length + choices.length, 0);
  useEffect(() => {
    if (shown > 0) end.current?.scrollIntoView({ block: "end", behavior: "instant" });
  }, [shown]);
  return (
    <>
      <Masthead>
        <a class="button button-quiet" href="/games">
          <PodiumIcon />
          <span class="button-word">{t("games-link")}</span>
        </a>
      </Masthead>
      <main id="content" class="assistant" tabIndex={-1}>
        <header class="assistant-head" data-small={turns.value.length > 0}>
          <h1>{t("assistant-title")}</h1>
          <p class="soft">{t("assistant-lead")}</p>
        </header>
        {turns.value.length === 0 && <Examples />}
        <ol class="turns" aria-label={t("assistant-log")}>
          {turns.value.map((turn) => (
            <li key={turn.id}>
              <TurnView turn={turn} />
            </li>
          ))}
        </ol>
        <QuestionForm />
        <div ref={end} />
      </main>
      <Colophon />
    </>
  );
}

function Examples() {
  return (
    <section class="assistant-examples" aria-label={t("assistant-examples")}>
      {EXAMPLES.map((id) => (
        <button key={id} type="button" class="button" onClick={() => void ask(t(id))}>
          {t(id)}
        </button>
      ))}
    </section>
  );
}

function QuestionForm() {
  const field = useRef<HTMLInputElement>(null);
  return (
    <form
      class="assistant-form"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = field.current?.value ?? "";
        if (field.current && !isAsking()) field.current.value = "";
        void ask(typed);
      }}
    >
      <label class="unseen" for={FIELD}>
        {t("assistant-field")}
      </label>
      <input
        ref={field}
        id={FIELD}
        type="text"
        dir="auto"
        autocomplete="off"
        enterkeyhint="send"
        maxLength={QUESTION_LENGTH_MAX}
        placeholder={t("assistant-field")}
      />
      <button type="submit" class="button button-primary" aria-busy={isAsking()}>
        <span class="button-word">{t("assistant-ask")}</span>
        <OnIcon />
      </button>
    </form>
  );
}

function TurnView({ turn }: { turn: Turn }) {
  const known = LANGUAGES.find((each) => each === turn.language);
  return (
    <article class="turn" aria-busy={turn.phase === "asking"}>
      <h2 class="turn-question" dir="auto">
        <span class="unseen">{t("assistant-you")}: </span>
        {turn.question}
      </h2>
      {turn.phase === "failed" ? (
        <Notice error={turn.error} onRetry={() => askAgain(turn)} />
      ) : (
        <div class="turn-answer" lang={known && localeTag(known)} dir={known && direction(known)}>
          {turn.phase === "asking" && turn.statements.length === 0 && <p class="soft">{t("assistant-thinking")}</p>}
          {turn.statements.map(({ id, text }) => (
            <p key={id} class="statement">
              {text}
            </p>
          ))}
          {turn.choices.length > 0 && (
            <div class="choices">
              {turn.choices.map(({ code, text }) => (
                <button key={code} type="button" class="button" onClick={() => void ask(text)}>
                  {text}
                </button>
              ))}
            </div>
          )}
        </div>
      )}
      {turn.phase === "answered" && <Why turn={turn} />}
    </article>
  );
}

/** What the answer rests on, for who wants to know. */
function Why({ turn: { sources, isQuick } }: { turn: Turn }) {
  if (sources.length === 0) return null;
  return (
    <footer class="turn-foot">
      {isQuick && <span class="chip-mark">{t("assistant-quick")}</span>}
      <details>
        <summary>{t("assistant-why")}</summary>
        <ul>
          {sources.map((source) => (
            <li key={source.id}>{described(source)}</li>
          ))}
        </ul>
      </details>
    </footer>
  );
}

function described({ type, version, at }: Source): string {
  const time = at === null ? "–" : formatMoment(at);
  if (type === null || version === null) return t("assistant-source-games", { time });
  return t("assistant-source", { type, version: String(version), time });
}
