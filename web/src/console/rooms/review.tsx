import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { formatMoment } from "../../kit/dates";
import { Notice } from "../../kit/notice";
import { count } from "../../kit/numbers";
import { explain, locale, t } from "../../kit/text";
import type { Hold, HoldState } from "../answers";
import { listHolds } from "../api";
import { useRemote } from "../remote";
import { FanDialog } from "./fan-review";
import { Reasons } from "./reasons";
import { RulesPart } from "./rules";

const LOOK_AGAIN_MS = 6_000;
const STATES: readonly HoldState[] = ["held", "released", "void"];
const SUBJECT_SHOWN = 8;
const FAN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Claims that are held back: why, and what a person decides. */
export function ReviewRoom() {
  const state = useSignal<HoldState>("held");
  const fan = useSignal<string | null>(null);
  const isLong = useSignal(false);
  const listed = useRemote(() => listHolds(state.peek(), null), LOOK_AGAIN_MS, state.value, () => isLong.peek());
  const busy = useSignal(false);
  const now = listed.value;
  const loadMore = async () => {
    if (!now?.next || busy.value) return;
    busy.value = true;
    try {
      const page = await listHolds(state.peek(), now.next);
      isLong.value = true;
      listed.put({ holds: [...now.holds, ...page.holds], next: page.next });
    } catch (error) {
      announce(explain(error));
    } finally {
      busy.value = false;
    }
  };
  const choose = (each: HoldState) => {
    isLong.value = false;
    state.value = each;
  };
  return (
    <>
      <header class="room-head">
        <h1>{t("console-room-review")}</h1>
        <p class="soft">{t("console-review-lead")}</p>
      </header>
      <div class="section-head">
        <div class="choices" role="group" aria-label={t("console-state")}>
          {STATES.map((each) => (
            <button key={each} type="button" class="button" aria-pressed={state.value === each} onClick={() => choose(each)}>
              {t(`console-hold-${each}`)}
            </button>
          ))}
        </div>
        <FindFan onFound={(found) => (fan.value = found)} />
      </div>
      {listed.error !== undefined && <Notice error={listed.error} onRetry={() => void listed.reload()} />}
      {now?.holds.length === 0 && <p class="soft">{t("console-holds-none")}</p>}
      {now && now.holds.length > 0 && (
        <ul class="entries">
          {byFan(now.holds).map((holds) => (
            <Held key={holds[0].fan} holds={holds} onLook={(found) => (fan.value = found)} />
          ))}
        </ul>
      )}
      {now && now.next !== null && (
        <button type="button" class="button more" aria-busy={busy.value} onClick={() => void loadMore()}>
          {t("kit-load-more")}
        </button>
      )}
      <RulesPart />
      {fan.value !== null && <FanDialog fan={fan.value} onDone={listed.reload} onClose={() => (fan.value = null)} />}
    </>
  );
}

type Holds = readonly [Hold, ...Hold[]];

/** The holds of one fan together, in the order in which they came; of those that came at once, who has most of them first. */
function byFan(holds: readonly Hold[]): readonly Holds[] {
  const found = new Map<string, [Hold, ...Hold[]]>();
  for (const hold of holds) {
    const known = found.get(hold.fan);
    if (known) known.push(hold);
    else found.set(hold.fan, [hold]);
  }
  return [...found.values()].sort(([a, ...more], [b, ...others]) => Date.parse(a.placed_at) - Date.parse(b.placed_at) || others.length - more.length);
}

function Held({ holds, onLook }: { holds: Holds; onLook: (fan: string) => void }) {
  const [{ fan, score, reasons, placed_at, decision }] = holds;
  const part = new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 });
  return (
    <li class="entry">
      <div>
        <h2 class="entry-name">
          <bdi class="log-subject" title={fan}>
            {fan.slice(0, SUBJECT_SHOWN)}
          </bdi>{" "}
          <span class="score figure" data-high={score >= 0.8}>
            {t("console-score", { score: part.format(score) })}
          </span>
        </h2>
        <ul class="times figure">
          <li>
            <time dateTime={placed_at}>{formatMoment(placed_at)}</time>
          </li>
          <li>{t("console-claims", { count: count(holds.length) })}</li>
        </ul>
        <Reasons reasons={reasons} most={3} />
        {decision !== "" && (
          <p class="soft">
            <bdi>{decision}</bdi>
          </p>
        )}
      </div>
      <button type="button" class="button" onClick={() => onLook(fan)}>
        {t("console-look-at")}
        <span class="unseen">: {fan.slice(0, SUBJECT_SHOWN)}</span>
      </button>
    </li>
  );
}

function FindFan({ onFound }: { onFound: (fan: string) => void }) {
  const typed = useSignal("");
  const wrong = useSignal(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const fan = typed.value.trim().toLowerCase();
    wrong.value = !FAN.test(fan);
    if (!wrong.value) onFound(fan);
  };
  return (
    <form class="find" noValidate onSubmit={submit}>
      <label class="unseen" for="fan">
        {t("console-find-fan")}
      </label>
      <input
        class="field-input"
        id="fan"
        dir="ltr"
        placeholder={t("console-find-fan")}
        spellcheck={false}
        autocomplete="off"
        maxLength={40}
        aria-invalid={wrong.value}
        value={typed.value}
        onInput={(event) => (typed.value = event.currentTarget.value)}
      />
      <button type="submit" class="button">
        {t("console-look-at")}
      </button>
    </form>
  );
}
