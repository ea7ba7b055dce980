import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { Modal } from "../../kit/modal";
import { Notice } from "../../kit/notice";
import { count } from "../../kit/numbers";
import { session } from "../../kit/session";
import { locale, t } from "../../kit/text";
import type { Decision, Hold } from "../answers";
import { decide, reviewFan } from "../api";
import { ReasonDialog } from "../reason-dialog";
import { useRemote } from "../remote";
import { Reasons } from "./reasons";

const DECISIONS: readonly Decision[] = ["release", "void", "hold"];

interface FanDialogProps {
  readonly fan: string;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

/** One fan as the scorer sees her now; her claims alone, or those of everybody below her too. */
export function FanDialog({ fan, onDone, onClose }: FanDialogProps) {
  const decision = useSignal<Decision | null>(null);
  const review = useRemote(() => reviewFan(fan), 0, fan);
  const now = review.value;
  if (decision.value) return <DecisionDialog fan={fan} decision={decision.value} onDone={onDone} onClose={onClose} />;
  const part = new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 });
  return (
    <Modal titleId="review-title" onClose={onClose}>
      <div class="fan-review">
        <h2 id="review-title">{t("console-review-fan")}</h2>
        <p class="digest" dir="ltr" translate={false}>
          {fan}
        </p>
        {review.error !== undefined && <Notice error={review.error} onRetry={() => void review.reload()} />}
        {now && (
          <>
            <p class="score figure" data-high={now.score >= 0.8}>
              {t("console-score", { score: part.format(now.score) })}
            </p>
            <Reasons reasons={now.reasons} />
            {now.holds.length > 0 && (
              <ul class="holds-of">
                {now.holds.map((hold) => (
                  <HoldLine key={`${hold.pool} ${hold.occasion}`} hold={hold} />
                ))}
              </ul>
            )}
          </>
        )}
        <div class="dialog-acts">
          <button type="button" class="button button-quiet" onClick={onClose}>
            {t("kit-close")}
          </button>
          {session.value?.role === "operator" &&
            DECISIONS.map((word) => (
              <button key={word} type="button" class="button" onClick={() => (decision.value = word)}>
                {t(`console-decide-${word}`)}
              </button>
            ))}
        </div>
      </div>
    </Modal>
  );
}

const HoldLine = ({ hold: { pool, occasion, state } }: { hold: Hold }) => (
  <li>
    <span>
      {t("wallet-pool-unknown", { pool: String(pool) })} · <bdi>{occasion}</bdi>
    </span>
    <span>{t(`console-hold-${state}`)}</span>
  </li>
);

interface DecisionDialogProps extends FanDialogProps {
  readonly decision: Decision;
}

function DecisionDialog({ fan, decision, onDone, onClose }: DecisionDialogProps) {
  const perform = async (reason: string, form: FormData) => {
    const done = await decide(fan, decision, reason, form.get("tree") === "on");
    announce(t("console-decided", { fans: count(done.fans), claims: count(done.claims) }));
    await onDone();
    return null;
  };
  const word = t(`console-decide-${decision}`);
  return (
    <ReasonDialog title={word} effect={t(`console-decide-effect-${decision}`)} confirm={word} perform={perform} onClose={onClose}>
      <label class="choice">
        <input type="checkbox" name="tree" autofocus />
        {t("console-whole-tree")}
      </label>
    </ReasonDialog>
  );
}
