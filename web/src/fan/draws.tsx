import { useSignal } from "@preact/signals";
import { serverNowMs } from "../kit/clock";
import { formatDeadline } from "../kit/dates";
import { type Draw, type DrawStanding, drawFileAddress } from "../kit/gifts";
import { DownloadIcon, SealIcon } from "../kit/icons";
import { pickText } from "../kit/language";
import { Notice } from "../kit/notice";
import { count } from "../kit/numbers";
import { language, t } from "../kit/text";
import { type DrawFinding, verifyDraw } from "./draw-check";
import { draws, standings, takeTicket } from "./gifts";
import { pools } from "./pools";

/** The draws that she can still enter, and those that she has tickets of. */
export function Draws() {
  const shown = draws.value.filter(isShown);
  if (shown.length === 0) return null;
  return (
    <section class="gifts" aria-labelledby="draws-title">
      <h2 id="draws-title">{t("fan-draw")}</h2>
      <ul class="draws">
        {shown.map((draw) => (
          <Entry key={draw.id} draw={draw} standing={standings.value.get(draw.id)} />
        ))}
      </ul>
    </section>
  );
}

const isShown = (draw: Draw): boolean =>
  (draw.state === "entering" && Date.parse(draw.closes_at) > serverNowMs()) || (standings.value.get(draw.id)?.tickets.length ?? 0) > 0;

const ownTicket = ({ tickets, earned }: Draw): boolean => tickets.includes("self") && !earned.includes("self");

function Entry({ draw, standing }: { draw: Draw; standing: DrawStanding | undefined }) {
  const pool = pools.value?.find(({ id }) => id === draw.pool);
  const title = pool && pickText(pool.titles, language());
  const mine = standing?.tickets.length ?? 0;
  const opens = Date.parse(draw.opens_at) > serverNowMs();
  const taking = draw.state === "entering" && !opens && Date.parse(draw.closes_at) > serverNowMs();
  const canTake = taking && ownTicket(draw) && !standing?.tickets.includes("self");
  return (
    <li class="draw" data-won={standing?.place ? "" : undefined}>
      <h3 lang={title?.lang} dir="auto">
        {title?.text ?? t("fan-draw")}
      </h3>
      {draw.state === "drawn" && standing && (
        <p class="draw-outcome">{standing.place ? t("fan-draw-won", { place: count(standing.place) }) : t("fan-draw-lost")}</p>
      )}
      {!taking && !opens && draw.state !== "drawn" && <p class="draw-outcome">{t("fan-draw-waiting")}</p>}
      <ul class="gifts-facts figure">
        <li>{t("fan-draw-winners", { count: count(draw.winners) })}</li>
        {opens && <li>{t("fan-draw-from", { date: formatDeadline(draw.opens_at) })}</li>}
        <li>{t("fan-draw-until", { date: formatDeadline(draw.closes_at) })}</li>
        {mine > 0 && <li>{t("fan-draw-tickets", { count: count(mine) })}</li>}
      </ul>
      {canTake && <Take draw={draw.id} />}
      {taking && draw.earned.length > 0 && <p class="soft">{t("fan-draw-more")}</p>}
      {draw.state === "drawn" ? <Verify draw={draw} standing={standing} /> : <Fixed draw={draw} />}
    </li>
  );
}

function Take({ draw }: { draw: number }) {
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const take = async () => {
    busy.value = true;
    error.value = undefined;
    try {
      await takeTicket(draw);
    } catch (wrong) {
      error.value = wrong;
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <button type="button" class="button" aria-busy={busy.value} disabled={busy.value} onClick={() => void take()}>
        {t("fan-draw-enter")}
      </button>
      {error.value !== undefined && <Notice error={error.value} />}
    </>
  );
}

/** What was published before the first ticket, and once the tickets are closed. */
const Fixed = ({ draw, standing }: { draw: Draw; standing?: DrawStanding | undefined }) => (
  <dl class="draw-fixed">
    <Digest name={t("fan-draw-fixed")} value={draw.commitment} />
    {draw.root && <Digest name={t("fan-draw-root")} value={draw.root} />}
    {standing && <Digest name={t("fan-draw-name")} value={standing.pseudonym} />}
  </dl>
);

const Digest = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd dir="ltr" translate={false}>
      {value}
    </dd>
  </div>
);

function Verify({ draw, standing }: { draw: Draw; standing: DrawStanding | undefined }) {
  const busy = useSignal(false);
  const found = useSignal<DrawFinding | null>(null);
  const error = useSignal<unknown>(undefined);
  const check = async () => {
    busy.value = true;
    error.value = undefined;
    try {
      found.value = await verifyDraw(draw);
    } catch (wrong) {
      error.value = wrong;
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <div class="gifts-acts">
        <button type="button" class="verify" aria-busy={busy.value} onClick={() => void check()}>
          <SealIcon />
          {t("fan-draw-verify")}
        </button>
        <a class="verify" href={drawFileAddress(draw.id)} download={`draw-${draw.id}.txt`}>
          <DownloadIcon />
          {t("fan-draw-file")}
        </a>
      </div>
      <div role="alert">
        {found.value && (
          <p class="draw-finding" data-right={found.value.isRight}>
            {found.value.isRight ? t("fan-draw-right", { count: count(found.value.entries) }) : t("fan-draw-wrong")}
          </p>
        )}
      </div>
      {error.value !== undefined && <Notice error={error.value} onRetry={() => void check()} />}
      {found.value && <Fixed draw={draw} standing={standing} />}
    </>
  );
}
