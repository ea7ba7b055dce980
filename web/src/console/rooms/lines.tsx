import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { listPools } from "../../kit/api";
import type { Pool } from "../../kit/contract";
import { pickText } from "../../kit/language";
import { Notice } from "../../kit/notice";
import { count, duration } from "../../kit/numbers";
import { session } from "../../kit/session";
import { language, locale, t } from "../../kit/text";
import type { WaitingRoom } from "../answers";
import { actOnLine, type LineWord, listLines } from "../api";
import { Field } from "../field";
import { Go } from "../go";
import { ReasonDialog } from "../reason-dialog";
import { useRemote } from "../remote";
import { SmallFigure } from "./invites";

const LOOK_AGAIN_MS = 2_000;
const PACE_USUAL = 500;
const PACE = /^[1-9]\d{0,5}$/;

const WORDS: Readonly<Record<WaitingRoom["state"], readonly LineWord[]>> = {
  closed: ["open", "watch"],
  watching: ["open", "close"],
  open: ["open", "close"],
};
const MARKS = { closed: "closed", watching: "scheduled", open: "open" };
const DO_NAMES = { open: "console-line-do-open", watch: "console-line-do-watch", close: "console-do-close" };
const EFFECTS = { open: "console-line-open-effect", watch: "console-line-watch-effect", close: "console-line-close-effect" };

interface Asked {
  readonly pool: Pool;
  readonly line: WaitingRoom | undefined;
  readonly word: LineWord;
}

/** The line in front of each pool that gives, or will. */
export function Lines() {
  const pools = useRemote(listPools);
  const lines = useRemote(listLines, LOOK_AGAIN_MS);
  const asked = useSignal<Asked | null>(null);
  const giving = (pools.value ?? []).filter(({ id, state }) => isGiving(state) || lines.value?.some((line) => line.pool === id && line.state !== "closed"));
  return (
    <section class="room-part" aria-labelledby="lines-title">
      <h2 id="lines-title">{t("console-lines")}</h2>
      <p class="soft">{t("console-lines-lead")}</p>
      {lines.error !== undefined && <Notice error={lines.error} onRetry={() => void lines.reload()} />}
      <ul class="entries">
        {giving.map((pool) => {
          const line = lines.value?.find((each) => each.pool === pool.id);
          return <Line key={pool.id} pool={pool} line={line} onAsk={(word) => (asked.value = { pool, line, word })} />;
        })}
      </ul>
      {asked.value && <LineDialog asked={asked.value} onDone={lines.reload} onClose={() => (asked.value = null)} />}
    </section>
  );
}

const isGiving = (state: Pool["state"]): boolean => state === "open" || state === "scheduled" || state === "paused";

function Line({ pool, line, onAsk }: { pool: Pool; line: WaitingRoom | undefined; onAsk: (word: LineWord) => void }) {
  const title = pickText(pool.titles, language());
  const state = line?.state ?? "closed";
  const rate = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 });
  return (
    <li class="entry">
      <div>
        <h3 lang={title.lang} dir="auto">
          <Go to="pools" pool={pool.id}>
            {title.text}
          </Go>
        </h3>
        <p class="state" data-state={MARKS[state]}>
          {t(`console-line-${state}`)}
        </p>
        {line && state !== "closed" && (
          <dl class="small-figures">
            <SmallFigure name={t("console-line-length")} value={line.length} />
            <SmallFigure name={t("console-line-pace")} value={line.per_second} />
            <div>
              <dt>{t("console-line-rate")}</dt>
              <dd class="figure">{line.admitted_per_s === null ? "–" : rate.format(line.admitted_per_s)}</dd>
            </div>
          </dl>
        )}
        {line && state === "open" && line.expected_s !== null && (
          <p class="soft">{t("console-line-expected", { time: duration(line.expected_s) })}</p>
        )}
      </div>
      {session.value?.role === "operator" && (
        <div class="controls">
          {WORDS[state].map((word) => (
            <button key={word} type="button" class="button" onClick={() => onAsk(word)}>
              {t(word === "open" && state === "open" ? "console-line-do-pace" : DO_NAMES[word])}
              <span class="unseen" dir="auto">
                : {title.text}
              </span>
            </button>
          ))}
        </div>
      )}
    </li>
  );
}

function LineDialog({ asked: { pool, line, word }, onDone, onClose }: { asked: Asked; onDone: () => Promise<void>; onClose: () => void }) {
  const perform = async (reason: string, form: FormData) => {
    const pace = String(form.get("pace") ?? "").trim();
    if (word !== "close" && !PACE.test(pace)) return t("error-waiting-rate_invalid");
    await actOnLine(pool.id, word, word === "close" ? null : Number(pace), reason);
    announce(t("console-saved"));
    await onDone();
    return null;
  };
  return (
    <ReasonDialog
      title={`${t(DO_NAMES[word])}: ${pickText(pool.titles, language()).text}`}
      effect={t(EFFECTS[word])}
      confirm={t(DO_NAMES[word])}
      perform={perform}
      onClose={onClose}
    >
      {word !== "close" && (
        <Field id="pace" name={t("console-line-pace")}>
          <input
            class="field-input figure"
            id="pace"
            name="pace"
            inputMode="numeric"
            dir="ltr"
            maxLength={6}
            autofocus
            placeholder={count(PACE_USUAL)}
            defaultValue={String(line?.per_second ?? PACE_USUAL)}
          />
        </Field>
      )}
    </ReasonDialog>
  );
}
