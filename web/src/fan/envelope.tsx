import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Pool } from "../kit/contract";
import { formatDeadline } from "../kit/dates";
import { pickText } from "../kit/language";
import { Notice } from "../kit/notice";
import { language, t } from "../kit/text";
import { OpensAt, useReached } from "./countdown";
import { placeIn } from "./line";
import { type Opening, openEnvelope, openingOf } from "./opening";
import { occasionsOf } from "./pools";
import { Scene } from "./scene";
import { VerifyButton } from "./verify-button";
import { Waiting } from "./waiting";
import { findClaim } from "./wallet";

/** One pool with something to open: what it is, how it stands, the envelope and the act. */
export function Envelope({ pool, first }: { pool: Pool; first: boolean }) {
  const chosen = useSignal<string | null>(null);
  const occasion = chosen.value ?? firstUnopened(pool) ?? occasionsOf(pool).at(-1) ?? "";
  const claim = findClaim(pool.id, occasion);
  const opening = openingOf(pool.id).value;
  const next = claim && opening.phase === "idle" ? firstUnopened(pool) : undefined;
  const title = pickText(pool.titles, language());
  const Heading = first ? "h1" : "h2";
  const titleId = `pool-${pool.id}-title`;
  // A pool whose hour has come may still be listed as scheduled; nobody has to ask for the list to find out.
  const reached = useReached(pool.state === "scheduled" ? pool.opens_at : null);
  const giving = (pool.state === "open" || reached) && !pool.gone;
  const canOpen = claim !== undefined || giving;
  const press = () => {
    if (!canOpen) return;
    // The choice is pinned, lest the answer move the page on to the next occasion before it is seen.
    chosen.value = occasion;
    void openEnvelope(pool, occasion);
  };
  return (
    <article class="pool" aria-labelledby={titleId}>
      <div class="pool-words">
        <p class="eyebrow">{t("fan-eyebrow")}</p>
        <Heading id={titleId} lang={title.lang} dir="auto">
          {title.text}
        </Heading>
        <p class="pool-lead">{t(leadId(pool, claim !== undefined, giving))}</p>
        {pool.state === "scheduled" && pool.opens_at && !canOpen && <OpensAt at={pool.opens_at} />}
        <div class="pool-acts">
          {canOpen && <OpenButton opened={claim !== undefined} busy={opening.phase !== "idle"} onPress={press} />}
          {next !== undefined && giving && (
            <button type="button" class="button button-primary" onClick={() => (chosen.value = next)}>
              {t("fan-next")}
            </button>
          )}
        </div>
        {claim && opening.phase === "idle" && <VerifyButton claim={claim} long />}
        <Waiting pool={pool.id} />
        {canOpen && placeIn(pool.id).value?.state !== "waiting" && <Progress opening={opening} onRetry={press} />}
        {pool.valid_until && <p class="pool-deadline">{t("fan-valid-until", { date: formatDeadline(pool.valid_until) })}</p>}
      </div>
      <Scene claim={claim} reveals={opening.reveals} onPress={claim ? () => {} : press} />
    </article>
  );
}

const firstUnopened = (pool: Pool): string | undefined =>
  occasionsOf(pool).find((occasion) => !findClaim(pool.id, occasion));

function leadId(pool: Pool, opened: boolean, giving: boolean): string {
  if (opened && pool.state === "revealed") return "fan-revealed";
  if (opened && pool.state !== "closed") return "fan-opened";
  if (pool.gone && pool.state !== "closed") return "fan-gone";
  if (pool.state === "paused") return "fan-paused";
  if (giving) return "fan-lead";
  return pool.state === "scheduled" ? "fan-scheduled" : "fan-closed";
}

/** One and the same element before, while and after, so that the keyboard focus stays where it was. */
function OpenButton({ opened, busy, onPress }: { opened: boolean; busy: boolean; onPress: () => void }) {
  const name = busy ? "fan-opening" : opened ? "fan-open-again" : "fan-open";
  return (
    <button
      type="button"
      class={opened ? "button" : "button button-primary"}
      aria-busy={busy}
      aria-disabled={busy}
      onClick={onPress}
    >
      {t(name)}
    </button>
  );
}

function Progress({ opening, onRetry }: { opening: Opening; onRetry: () => void }) {
  if (opening.phase === "waiting") return <Countdown untilMs={opening.untilMs} />;
  if (opening.phase === "asking") return opening.slow ? <p class="pool-progress">{t("fan-asking")}</p> : null;
  return opening.error === undefined ? null : <Notice error={opening.error} onRetry={isFinal(opening.error) ? undefined : onRetry} />;
}

const FINAL_CODES = ["campaign.gone", "campaign.not_open", "campaign.pool_unknown", "auth.guests_closed", "auth.forbidden"];
const isFinal = (error: unknown): boolean =>
  error instanceof Error && "code" in error && FINAL_CODES.includes(String(error.code));

function Countdown({ untilMs }: { untilMs: number }) {
  const seconds = useSignal(secondsUntil(untilMs));
  useEffect(() => {
    seconds.value = secondsUntil(untilMs);
    const timer = setInterval(() => (seconds.value = secondsUntil(untilMs)), 250);
    return () => clearInterval(timer);
  }, [untilMs]);
  return <p class="pool-progress">{t("fan-waiting", { seconds: seconds.value })}</p>;
}

const secondsUntil = (untilMs: number): number => Math.max(1, Math.ceil((untilMs - Date.now()) / 1000));
