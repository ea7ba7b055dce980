import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { AlertIcon, ClipIcon, CrossIcon, PageIcon, SendIcon, StopIcon } from "../kit/icons";
import { t } from "../kit/text";
import { isEmbedded, leaveChat } from "./embed";
import { keepDraft, recallDraft } from "./keeping";
import { type TableFault, faultOfSize, TABLE_TYPES, textOfTable } from "./table-file";
import { ask, attached, isAsking, isOnline, QUESTION_LENGTH_MAX, stopAnswer, turns } from "./talk";

const FIELD = "question";
const HINT = "question-hint";
const FAULTS: Readonly<Record<TableFault, string>> = {
  empty: "assistant-file-empty",
  too_large: "assistant-file-too-large",
  no_text: "assistant-file-no-text",
};

/** Where she writes: Enter sends, Shift and Enter begin a line, Escape stops, the arrow brings the last question back. */
export function Composer() {
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = useSignal(recallDraft());
  const fault = useSignal<TableFault | null>(null);
  useEffect(() => fit(field.current), [typed.value]);
  const put = (text: string) => {
    typed.value = text;
    keepDraft(text);
  };
  const send = () => {
    if (ask(typed.value)) put("");
    field.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    // Enter that ends a word in Chinese, Japanese or Korean sends nothing.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      if (isAsking()) stopAnswer();
      else if (typed.value !== "") put("");
      else if (isEmbedded) leaveChat();
    } else if (event.key === "ArrowUp" && typed.value === "") {
      const before = turns.value.findLast(({ token }) => token === null);
      if (!before) return;
      event.preventDefault();
      put(before.question);
    }
  };
  const canStop = isAsking() && typed.value.trim() === "";
  return (
    <form
      class="assistant-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (canStop) stopAnswer();
        else send();
      }}
    >
      {!isOnline.value && (
        <p class="line-note" role="status">
          <AlertIcon />
          {t("assistant-offline")}
        </p>
      )}
      {fault.value && (
        <p class="line-note" role="alert">
          <AlertIcon />
          {t(FAULTS[fault.value])}
        </p>
      )}
      <Attached />
      <div class="composer">
        <Attach onFault={(found) => (fault.value = found)} />
        <label class="unseen" for={FIELD}>
          {t("assistant-field")}
        </label>
        <textarea
          ref={field}
          id={FIELD}
          rows={1}
          dir="auto"
          autocomplete="off"
          enterkeyhint="send"
          aria-describedby={HINT}
          maxLength={QUESTION_LENGTH_MAX}
          placeholder={t("assistant-field")}
          value={typed.value}
          onInput={(event) => put(event.currentTarget.value)}
          onKeyDown={press}
        />
        <button type="submit" class="button button-primary" aria-label={canStop ? t("assistant-stop") : t("assistant-ask")}>
          {canStop ? <StopIcon /> : <SendIcon />}
        </button>
      </div>
      <p class="unseen" id={HINT}>
        {t("assistant-hint")}
      </p>
    </form>
  );
}

/** Where the browser does not make a field as high as its text by itself. */
function fit(field: HTMLTextAreaElement | null): void {
  if (!field || CSS.supports("field-sizing", "content")) return;
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight}px`;
}

function Attach({ onFault }: { onFault: (fault: TableFault | null) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    if (chooser.current) chooser.current.value = "";
    const large = faultOfSize(file.size);
    const found = large === null ? textOfTable(new Uint8Array(await file.arrayBuffer())) : { fault: large };
    onFault("fault" in found ? found.fault : null);
    if ("text" in found) attached.value = { name: file.name, text: found.text };
  };
  return (
    <>
      <input
        ref={chooser}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-hidden="true"
        accept={TABLE_TYPES}
        onChange={(event) => void read(event.currentTarget.files?.[0]).catch(() => onFault("no_text"))}
      />
      <button
        type="button"
        class="button-icon"
        aria-label={t("assistant-attach")}
        title={t("assistant-attach")}
        onClick={() => chooser.current?.click()}
      >
        <ClipIcon />
      </button>
    </>
  );
}

function Attached() {
  const file = attached.value;
  if (!file) return null;
  const name = t("assistant-detach", { name: file.name });
  return (
    <p class="attached">
      <PageIcon />
      <bdi>{file.name}</bdi>
      <button type="button" class="button-icon" aria-label={name} title={name} onClick={() => (attached.value = null)}>
        <CrossIcon />
      </button>
    </p>
  );
}
