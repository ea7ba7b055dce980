import { formatMoment } from "../kit/dates";
import { BookIcon, CheckIcon, EnvelopeIcon, PageIcon, PlayIcon, PodiumIcon } from "../kit/icons";
import { direction, LANGUAGES, localeTag } from "../kit/language";
import { Notice } from "../kit/notice";
import { t } from "../kit/text";
import { type Origin, type Source, statementsOf, type Turn } from "./answer";
import { Confirming } from "./confirming";
import { target } from "./embed";
import { Feedback } from "./feedback";
import { ours } from "./links";
import { Answered } from "./parts";
import { ask, askAgain } from "./talk";

const ORIGINS: Readonly<Record<Origin, string>> = {
  live: "assistant-part-live",
  campaign: "assistant-part-campaign",
  library: "assistant-part-library",
  replay: "assistant-part-replay",
  file: "assistant-part-file",
};
const ORIGIN_ICONS = { live: PodiumIcon, campaign: EnvelopeIcon, library: BookIcon, replay: PlayIcon, file: PageIcon };
const DIGEST_LENGTH = 12;

/** A question and what came of it. */
export function TurnView({ turn, isLast }: { turn: Turn; isLast: boolean }) {
  const known = LANGUAGES.find((each) => each === turn.language);
  const isOpen = turn.phase === "asking" || turn.phase === "queued";
  return (
    <article class="turn" aria-busy={isOpen} data-phase={turn.phase}>
      <h2 class="turn-question" dir="auto">
        <span class="unseen">{t("assistant-you")}: </span>
        {turn.question}
      </h2>
      {turn.file !== null && (
        <p class="turn-file">
          <PageIcon />
          <bdi>{turn.file}</bdi>
        </p>
      )}
      <div class="turn-answer" lang={known && localeTag(known)} dir={known && direction(known)}>
        <Answered turn={turn} locale={known ? localeTag(known) : undefined} />
        <Choices turn={turn} />
        {turn.offers.length > 0 && <Confirming turn={turn} />}
      </div>
      <Progress turn={turn} />
      {turn.phase === "answered" && <Foot turn={turn} />}
      {isLast && turn.phase === "answered" && <Suggestions turn={turn} />}
    </article>
  );
}

function Choices({ turn: { choices } }: { turn: Turn }) {
  if (choices.length === 0) return null;
  return (
    <ul class="choices" aria-label={t("assistant-choices")}>
      {choices.map(({ kind, code, text }) => (
        <li key={`${kind} ${code}`}>
          <button type="button" class="button" onClick={() => ask(text)}>
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Suggestions({ turn: { suggestions, language } }: { turn: Turn }) {
  if (suggestions.length === 0) return null;
  const known = LANGUAGES.find((each) => each === language);
  return (
    <ul class="suggestions" aria-label={t("assistant-next")} lang={known && localeTag(known)} dir={known && direction(known)}>
      {suggestions.map((text) => (
        <li key={text}>
          <button type="button" class="suggestion" onClick={() => ask(text)}>
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** How the answer comes along, where it does not come by itself. */
function Progress({ turn }: { turn: Turn }) {
  switch (turn.phase) {
    case "queued":
      return <p class="progress soft">{t("assistant-queued")}</p>;
    case "asking":
      return (
        <p class="progress soft" data-again={turn.isAgain}>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t(turn.isAgain ? "assistant-again" : "assistant-thinking")}
        </p>
      );
    case "stopped":
      return (
        <p class="progress soft">
          {t("assistant-stopped")}
          {turn.token === null && (
            <button type="button" class="button" onClick={() => askAgain(turn)}>
              {t("assistant-ask-again")}
            </button>
          )}
        </p>
      );
    case "failed":
      return <Notice error={turn.error} onRetry={() => askAgain(turn)} />;
    default:
      return turn.outcome === "again" && turn.token !== null ? (
        <p class="progress">
          <button type="button" class="button" onClick={() => askAgain(turn)}>
            {t("kit-try-again")}
          </button>
        </p>
      ) : null;
  }
}

function Foot({ turn }: { turn: Turn }) {
  return (
    <footer class="turn-foot">
      <div class="turn-why">
        {turn.isQuick && <span class="mark-word">{t("assistant-quick")}</span>}
        {turn.isFollowUp && <span class="mark-word">{t("assistant-followed")}</span>}
        {turn.sources.length > 0 && <Why turn={turn} />}
      </div>
      {turn.answer !== null && <Feedback turn={turn} answer={turn.answer} />}
    </footer>
  );
}

/** What the answer rests on, for who wants to know. */
function Why({ turn }: { turn: Turn }) {
  return (
    <details>
      <summary>{t("assistant-why")}</summary>
      <ul class="sources">
        {turn.sources.map((source) => (
          <li key={source.id}>
            <SourceView source={source} turn={turn} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function SourceView({ source, turn }: { source: Source; turn: Turn }) {
  const Icon = ORIGIN_ICONS[source.part] ?? PageIcon;
  const said = turn.sources.length > 1 ? statementsOf(turn).filter(({ sources }) => sources.includes(source.id)) : [];
  const link = source.cited && ours(source.cited.link);
  return (
    <>
      <p class="source-name">
        <Icon />
        {t(ORIGINS[source.part] ?? "assistant-part-live")}
      </p>
      {source.type !== null && source.version !== null && (
        <p>
          {t("assistant-source", { type: source.type, version: String(source.version) })}
          {source.digest !== null && (
            <code class="source-code" title={source.digest}>
              {source.digest.slice(0, DIGEST_LENGTH)}
            </code>
          )}
        </p>
      )}
      {source.code !== null && <code class="source-code">{source.code}</code>}
      {source.cited && (
        <p>
          <bdi>{source.cited.title}</bdi>
          {source.cited.label !== null && (
            <>
              {" · "}
              <bdi>{source.cited.label}</bdi>
            </>
          )}
          {" · "}
          {t("assistant-page-number", { page: source.cited.page })}
        </p>
      )}
      {link && (
        <a href={link} {...target}>
          {t("assistant-open-page")}
        </a>
      )}
      {source.at !== null && <p>{t("assistant-as-of", { time: formatMoment(source.at) })}</p>}
      {said.length > 0 && (
        <ul class="source-said" lang={turn.language ?? undefined}>
          {said.map(({ id, text }) => (
            <li key={id} dir="auto">
              <CheckIcon />
              {text}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
