import { formatMoment } from "../kit/dates";
import { Colophon, Masthead } from "../kit/masthead";
import { Notice } from "../kit/notice";
import { t } from "../kit/text";
import { Player } from "./player";
import { choose, chosen, following, openMore, openShelf, problem, takes } from "./shelf";
import { addressOf, has, POSTER, type Take } from "./takes";

export function ReplayPage() {
  return (
    <>
      <Masthead />
      <main id="content" class="replay" tabIndex={-1}>
        <h1>{t("replay-title")}</h1>
        {problem.value !== undefined && <Notice error={problem.value} onRetry={() => void openShelf()} />}
        {chosen.value && <Shown take={chosen.value} />}
        <Shelf />
      </main>
      <Colophon />
    </>
  );
}

function Shown({ take }: { take: Take }) {
  return (
    <section class="replay-shown" aria-labelledby="take-shown">
      <Player key={take.id} take={take} />
      <h2 id="take-shown">{take.order.session}</h2>
      <p class="soft">
        <time dateTime={take.triggered_at}>{formatMoment(take.triggered_at)}</time>
      </p>
    </section>
  );
}

function Shelf() {
  if (takes.value === null) return problem.value === undefined ? <p>{t("kit-loading")}</p> : null;
  if (takes.value.length === 0) return <p class="soft">{t("replay-none")}</p>;
  const others = takes.value.filter(({ id }) => id !== chosen.value?.id);
  if (others.length === 0 && following.value === null) return null;
  return (
    <section aria-labelledby="replay-others">
      <h2 id="replay-others">{t("replay-others")}</h2>
      <ul class="replay-shelf">
        {others.map((take) => (
          <li key={take.id}>
            <Card take={take} />
          </li>
        ))}
      </ul>
      {following.value !== null && (
        <button type="button" class="button" onClick={() => void openMore()}>
          {t("replay-more")}
        </button>
      )}
    </section>
  );
}

function Card({ take }: { take: Take }) {
  const open = () => {
    choose(take);
    document.getElementById("content")?.scrollIntoView();
    document.getElementById("content")?.focus();
  };
  return (
    <button type="button" class="button-bare replay-card" onClick={open}>
      {has(take, POSTER) ? <img src={addressOf(take, POSTER)} alt="" loading="lazy" width="320" height="180" /> : <span class="replay-blank" />}
      <span class="replay-name">{take.order.session}</span>
      <time class="soft" dateTime={take.triggered_at}>
        {formatMoment(take.triggered_at)}
      </time>
    </button>
  );
}
