import { AskBar } from "../kit/ask-bar";
import { BookIcon, PodiumIcon } from "../kit/icons";
import { Colophon, Masthead } from "../kit/masthead";
import { Notice } from "../kit/notice";
import { isOfficial, session } from "../kit/session";
import { t } from "../kit/text";
import { Envelope } from "./envelope";
import { gifts } from "./later";
import { Ledger } from "./ledger";
import { loadPools, onStage, pools, poolsError } from "./pools";
import { panel, panelError, proving } from "./proving";
import { Paints } from "./scene";

export function FanPage() {
  return (
    <>
      <Masthead>
        <a class="button button-quiet" href="/games">
          <PodiumIcon />
          <span class="button-word">{t("games-link")}</span>
        </a>
        {(isOfficial() || session.value?.role === "noc") && (
          <a class="button button-quiet" href="/library">
            <BookIcon />
            <span class="button-word">{t("library-link")}</span>
          </a>
        )}
        {isOfficial() && (
          <a class="button button-quiet" href="/console">
            {t("kit-console")}
          </a>
        )}
      </Masthead>
      <main id="content" tabIndex={-1}>
        <Paints />
        <Stage />
        <AskBar />
        <Later />
        <Ledger />
        <Proving />
      </main>
      <Colophon />
    </>
  );
}

function Stage() {
  if (poolsError.value !== undefined) {
    return (
      <div class="stage-empty">
        <h1>Grandstand</h1>
        <Notice error={poolsError.value} onRetry={() => void loadPools()} />
      </div>
    );
  }
  const listed = pools.value && onStage(pools.value);
  if (listed === undefined) {
    return (
      <div class="stage-empty">
        <h1 class="unseen">Grandstand</h1>
        <p class="soft">{t("kit-loading")}</p>
      </div>
    );
  }
  if (listed.length === 0) {
    return (
      <div class="stage-empty">
        <h1>{t("fan-empty-title")}</h1>
        <p class="soft">{t("fan-empty-text")}</p>
      </div>
    );
  }
  return (
    <>
      {listed.map((pool, index) => (
        <Envelope key={pool.id} pool={pool} first={index === 0} />
      ))}
    </>
  );
}

function Later() {
  const Gifts = gifts.value;
  return Gifts && <Gifts />;
}

function Proving() {
  const claim = proving.value;
  const Panel = panel.value;
  if (panelError.value !== undefined) return <Notice error={panelError.value} />;
  return claim && Panel && <Panel claim={claim} onClose={() => (proving.value = null)} />;
}
