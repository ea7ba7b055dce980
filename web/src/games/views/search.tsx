import { useRef } from "preact/hooks";
import { SearchIcon } from "../../kit/icons";
import { t } from "../../kit/text";
import type { Match } from "../answers";
import type { Place } from "../address";
import { answerOf, isBusy } from "../follow";
import { Go } from "../parts/go";
import { amend, from, place } from "../place";

const TYPING_MS = 250;
const QUERY_LENGTH_MAX = 80;

const KINDS: Readonly<Record<string, string>> = {
  athlete: "games-kind-athlete",
  delegation: "games-kind-delegation",
  event: "games-kind-event",
  discipline: "games-kind-discipline",
  venue: "games-kind-venue",
};

export function SearchView() {
  return (
    <>
      <header class="view-head">
        <h1>{t(place.value.kind === null ? "games-search-title" : "games-compare-choose")}</h1>
      </header>
      <Field />
      <Matches />
    </>
  );
}

function Field() {
  const timer = useRef(0);
  const search = (typed: string) => {
    const query = typed.trim().slice(0, QUERY_LENGTH_MAX) || null;
    if (query !== place.value.query) amend({ ...place.value, query });
  };
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        clearTimeout(timer.current);
        search(new FormData(event.currentTarget).get("query") as string);
      }}
    >
      <label for="query">{t("games-search-field")}</label>
      <div class="search-box">
        <SearchIcon />
        <input
          id="query"
          name="query"
          type="search"
          class="field-input"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          maxLength={QUERY_LENGTH_MAX}
          aria-describedby="query-hint"
          defaultValue={place.value.query ?? ""}
          onInput={({ currentTarget: { value } }) => {
            clearTimeout(timer.current);
            timer.current = window.setTimeout(() => search(value), TYPING_MS);
          }}
        />
      </div>
      <p class="field-hint" id="query-hint">
        {t("games-search-hint")}
      </p>
    </form>
  );
}

function Matches() {
  const answer = place.value.query === null ? undefined : answerOf("search");
  if (!answer) return null;
  const { kind: wished, code: own } = place.value;
  const matches = wished === null ? answer.matches : answer.matches.filter(({ kind, code }) => kind === wished && code !== own);
  if (matches.length === 0) return <p class="soft">{t("games-search-none", { query: answer.query })}</p>;
  return (
    <section aria-label={t("games-search-matches")} aria-busy={isBusy.value}>
      <ul class="matches">
        {matches.map((match) => (
          <Found key={`${match.kind} ${match.code}`} match={match} />
        ))}
      </ul>
    </section>
  );
}

function Found({ match: { kind, code, name, detail } }: { match: Match }) {
  const target = pageOf(kind, code);
  const word = KINDS[kind];
  return (
    <li class="match">
      <p class="match-name">{target ? <Go to={target}><bdi>{name}</bdi></Go> : <bdi>{name}</bdi>}</p>
      <ul class="facts">
        {word !== undefined && <li>{t(word)}</li>}
        {detail !== null && (
          <li>
            <bdi>{detail}</bdi>
          </li>
        )}
      </ul>
    </li>
  );
}

/** Where a match leads; whoever looks for somebody to compare with gets to the comparison. */
function pageOf(kind: string, code: string): Place | null {
  if (place.value.kind !== null) return from("compare", { kind: place.value.kind, code: place.value.code, other: code });
  switch (kind) {
    case "athlete":
    case "delegation":
    case "event":
    case "venue":
      return from(kind, { code });
    case "discipline":
      return from("schedule", { discipline: code });
    default:
      return null;
  }
}
