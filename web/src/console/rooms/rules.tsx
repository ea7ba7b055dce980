import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Notice } from "../../kit/notice";
import { count } from "../../kit/numbers";
import { ApiError } from "../../kit/problem";
import { session } from "../../kit/session";
import { t } from "../../kit/text";
import type { Trial } from "../answers";
import { changeRules, readRules, tryRules } from "../api";
import { ReasonDialog } from "../reason-dialog";
import { useRemote } from "../remote";

const INDENT = 2;
const ROWS = 16;

/** Thresholds and weights: read, tried on a sample, and made to hold with a reason. */
export function RulesPart() {
  const present = useRemote(readRules);
  const typed = useSignal("");
  const trial = useSignal<Trial | null>(null);
  const error = useSignal<unknown>(undefined);
  const wrong = useSignal(false);
  const busy = useSignal(false);
  const asked = useSignal(false);
  const version = present.value?.version;
  useEffect(() => {
    if (present.value) typed.value = JSON.stringify(present.value.rules, null, INDENT);
  }, [version]);
  const parse = (): unknown => {
    try {
      return JSON.parse(typed.value);
    } catch {
      return undefined;
    }
  };
  const attempt = async () => {
    const rules = parse();
    wrong.value = rules === undefined;
    trial.value = null;
    error.value = undefined;
    if (wrong.value || busy.value) return;
    busy.value = true;
    try {
      trial.value = await tryRules(rules);
    } catch (refused) {
      error.value = refused;
    } finally {
      busy.value = false;
    }
  };
  const apply = async (reason: string) => {
    const rules = parse();
    if (rules === undefined || version === undefined) return t("console-rules-wrong");
    present.put(await changeRules(rules, version, reason));
    trial.value = null;
    return null;
  };
  return (
    <details class="room-part rules">
      <summary>
        <h2>{t("console-rules")}</h2>
        {version !== undefined && <span class="soft">{t("console-rules-version", { version: count(version) })}</span>}
      </summary>
      <p class="soft">{t("console-rules-lead")}</p>
      {present.error !== undefined && <Notice error={present.error} onRetry={() => void present.reload()} />}
      <textarea
        class="field-input code-area"
        dir="ltr"
        rows={ROWS}
        spellcheck={false}
        aria-label={t("console-rules-field")}
        aria-describedby="rules-wrong"
        aria-invalid={wrong.value}
        value={typed.value}
        onInput={(event) => (typed.value = event.currentTarget.value)}
      />
      <p class="field-error" id="rules-wrong" role="alert">
        {wrong.value && t("console-rules-wrong")}
      </p>
      <div class="controls">
        <button type="button" class="button" aria-busy={busy.value} onClick={() => void attempt()}>
          {t("console-rules-try")}
        </button>
        {session.value?.role === "operator" && trial.value && (
          <button type="button" class="button button-primary button-compact" onClick={() => (asked.value = true)}>
            {t("console-rules-apply")}
          </button>
        )}
      </div>
      {trial.value && <Tried trial={trial.value} />}
      {error.value !== undefined && <Notice error={error.value} />}
      {error.value instanceof ApiError && error.value.code === "fraud.rules_invalid" && (
        <p class="told" lang="en" dir="ltr">
          {error.value.detail}
        </p>
      )}
      {asked.value && (
        <ReasonDialog
          title={t("console-rules-apply")}
          effect={t("console-rules-apply-effect")}
          confirm={t("console-rules-apply")}
          done={t("console-saved")}
          perform={apply}
          onClose={() => (asked.value = false)}
        />
      )}
    </details>
  );
}

const Tried = ({ trial: { fans, held_before, held_after, newly, no_longer } }: { trial: Trial }) => (
  <p class="trial figure">
    {t("console-trial", {
      fans: count(fans),
      before: count(held_before),
      after: count(held_after),
      newly: count(newly),
      gone: count(no_longer),
    })}
  </p>
);
