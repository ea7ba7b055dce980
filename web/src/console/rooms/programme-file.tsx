import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { announce } from "../../kit/announcer";
import { UploadIcon } from "../../kit/icons";
import { Notice } from "../../kit/notice";
import { ApiError } from "../../kit/problem";
import { session } from "../../kit/session";
import { t } from "../../kit/text";
import type { Applied, Outlook } from "../answers";
import { applyProgramme, lookAhead, tryProgramme } from "../api";
import { type FileFault, offsetOf, parseFaults } from "../file-faults";
import { ReasonDialog } from "../reason-dialog";
import { OutlookView } from "./outlook-view";

const FILE_BYTES_MAX = 256 * 1024;
const LINES_SHOWN = 18;

interface Looked {
  readonly file: string;
  readonly outlook: Outlook;
  /** What applying it would do; only operators may ask. */
  readonly applied: Applied | null;
}

interface ProgrammeFileProps {
  readonly file: Signal<string>;
  readonly onApplied: () => void;
}

/** The file: dropped, chosen or typed; looked at as often as wanted, applied with a reason. */
export function ProgrammeFile({ file, onApplied }: ProgrammeFileProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const looked = useSignal<Looked | null>(null);
  const faults = useSignal<readonly FileFault[]>([]);
  const error = useSignal<unknown>(undefined);
  const busy = useSignal(false);
  const asked = useSignal(false);
  const over = useSignal(false);
  const isOperator = session.value?.role === "operator";

  const take = async (chosen: File | undefined) => {
    if (chosen && chosen.size <= FILE_BYTES_MAX) file.value = await chosen.text();
  };
  const look = async () => {
    if (busy.value || file.value.trim() === "") return;
    busy.value = true;
    looked.value = null;
    faults.value = [];
    error.value = undefined;
    try {
      const text = file.value;
      const outlook = await lookAhead(text);
      looked.value = { file: text, outlook, applied: isOperator ? await tryProgramme(text) : null };
    } catch (wrong) {
      faults.value = wrong instanceof ApiError && wrong.code === "programme.invalid" ? parseFaults(wrong.detail) : [];
      if (faults.value.length === 0) error.value = wrong;
      else announce(t("console-file-faults"));
    } finally {
      busy.value = false;
    }
  };
  const show = ({ line, column }: FileFault) => {
    const target = area.current;
    if (!target) return;
    const at = offsetOf(target.value, line, column);
    target.focus();
    target.setSelectionRange(at, at);
    target.scrollTop = (target.scrollHeight / Math.max(1, target.value.split("\n").length)) * Math.max(0, line - LINES_SHOWN / 2);
  };
  const apply = async (reason: string) => {
    await applyProgramme(file.value, reason);
    looked.value = null;
    onApplied();
    return null;
  };
  const isLooked = looked.value?.file === file.value;

  return (
    <section class="room-part" aria-labelledby="programme-title">
      <h2 id="programme-title">{t("console-programme-file")}</h2>
      <div
        class="file-drop"
        data-over={over.value}
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => (over.value = false)}
        onDrop={(event) => {
          event.preventDefault();
          over.value = false;
          void take(event.dataTransfer?.files[0]);
        }}
      >
        <label class="button file-choose">
          <UploadIcon />
          {t("console-programme-choose")}
          <input
            class="unseen"
            type="file"
            accept=".yaml,.yml,text/yaml"
            onChange={(event) => void take(event.currentTarget.files?.[0])}
          />
        </label>
        <span class="soft">{t("console-programme-drop")}</span>
      </div>
      <textarea
        id="programme"
        class="field-input code-area"
        ref={area}
        dir="ltr"
        rows={LINES_SHOWN}
        spellcheck={false}
        aria-labelledby="programme-title"
        aria-describedby="programme-faults"
        value={file.value}
        onInput={(event) => (file.value = event.currentTarget.value)}
      />
      <div class="controls">
        <button type="button" class="button" aria-busy={busy.value} onClick={() => void look()}>
          {t("console-look-ahead")}
        </button>
        {isOperator && isLooked && (
          <button type="button" class="button button-primary button-compact" onClick={() => (asked.value = true)}>
            {t("console-apply")}
          </button>
        )}
      </div>
      <div id="programme-faults">
        {faults.value.length > 0 && (
          <>
            <h3>{t("console-file-faults")}</h3>
            <ul class="file-faults">
              {faults.value.map((fault) => (
                <li key={`${fault.line}:${fault.column}:${fault.words}`}>
                  <button type="button" class="link figure" onClick={() => show(fault)}>
                    {t("console-file-at", { line: String(fault.line), column: String(fault.column) })}
                  </button>
                  <span lang="en" dir="ltr">
                    {fault.words}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      {error.value !== undefined && <Told error={error.value} />}
      {looked.value && <OutlookView outlook={looked.value.outlook} applied={looked.value.applied} />}
      {asked.value && (
        <ReasonDialog
          title={t("console-apply-ask")}
          effect={t("console-apply-effect")}
          confirm={t("console-apply")}
          done={t("console-apply-done")}
          perform={apply}
          onClose={() => (asked.value = false)}
        />
      )}
    </section>
  );
}

/** What was refused, and the server's own words on where. */
const Told = ({ error }: { error: unknown }) => (
  <>
    <Notice error={error} />
    {error instanceof ApiError && error.code.startsWith("programme.") && (
      <p class="told" lang="en" dir="ltr">
        {error.detail}
      </p>
    )}
  </>
);
