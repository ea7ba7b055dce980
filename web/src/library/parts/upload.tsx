import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { UploadIcon } from "../../kit/icons";
import { ENDONYMS, LANGUAGES, localeTag } from "../../kit/language";
import { explain, locale, t } from "../../kit/text";
import type { DocumentAnswer } from "../answers";
import { ACCEPTED, FILE_BYTES_MAX, FILES_MAX, formatBytes, refusalOf } from "../files";
import { shelf } from "../shelf";
import { dismiss, send, type Upload, uploads, type Wish } from "../uploads";
import { Field } from "./field";
import { FormDialog } from "./form-dialog";

const LABEL_LENGTH_MAX = 60;
const TITLE_LENGTH_MAX = 200;

/** Where files are dropped or chosen, and what is on its way. */
export function DropZone({ collection }: { collection: number }) {
  const chosen = useSignal<readonly File[]>([]);
  const isOver = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null | undefined) => {
    isOver.value = false;
    chosen.value = [...(files ?? [])].slice(0, FILES_MAX);
  };
  return (
    <section class="upload" aria-labelledby="upload-title">
      <h2 id="upload-title">{t("library-add")}</h2>
      <div
        class="drop"
        data-over={isOver.value}
        onDragOver={(event) => {
          event.preventDefault();
          isOver.value = true;
        }}
        onDragLeave={() => (isOver.value = false)}
        onDrop={(event) => {
          event.preventDefault();
          take(event.dataTransfer?.files);
        }}
      >
        <UploadIcon />
        <p class="drop-word">{t("library-drop")}</p>
        <button type="button" class="button" onClick={() => field.current?.click()}>
          {t("library-choose-files")}
        </button>
        <p class="field-hint">{t("library-drop-hint", { size: formatBytes(FILE_BYTES_MAX, locale()) })}</p>
        <input
          ref={field}
          class="unseen"
          type="file"
          multiple
          accept={ACCEPTED}
          tabIndex={-1}
          aria-label={t("library-choose-files")}
          onChange={({ currentTarget }) => {
            take(currentTarget.files);
            currentTarget.value = "";
          }}
        />
      </div>
      <Sending collection={collection} />
      {chosen.value.length > 0 && <UploadDialog collection={collection} files={chosen.value} onClose={() => (chosen.value = [])} />}
    </section>
  );
}

function Sending({ collection }: { collection: number }) {
  const mine = uploads.value.filter((each) => each.collection === collection);
  if (mine.length === 0) return null;
  return (
    <ul class="sending">
      {mine.map((each) => (
        <li key={each.id}>
          <OnItsWay upload={each} />
        </li>
      ))}
    </ul>
  );
}

function OnItsWay({ upload: { id, name, size, sent, phase, error, refusal } }: { upload: Upload }) {
  const isOpen = phase === "sending" || phase === "waiting";
  return (
    <>
      <p class="sending-name">
        <bdi>{name}</bdi>
      </p>
      {isOpen && (
        <p class="sending-bar">
          <progress value={sent} max={size} aria-label={t("library-sending", { name })} />
          <span class="figure soft">{t("library-progress", { done: formatBytes(sent, locale()), total: formatBytes(size, locale()) })}</span>
        </p>
      )}
      {phase === "failed" && <p class="field-error">{explain(error)}</p>}
      {refusal && <p class="field-error">{t(`library-refused-${refusal}`)}</p>}
      <button type="button" class="link" onClick={() => dismiss(id)}>
        {t(isOpen ? "kit-cancel" : "kit-close")}
        <span class="unseen">: {name}</span>
      </button>
    </>
  );
}

interface UploadDialogProps {
  readonly collection: number;
  /** The files that were chosen; without them the dialog asks for one. */
  readonly files?: readonly File[];
  /** The document that gets a new version, whatever its file is called. */
  readonly document?: DocumentAnswer;
  readonly onClose: () => void;
}

/** What the reader of an answer wants to know of its source: version, date, language. */
export function UploadDialog({ collection, files = [], document, onClose }: UploadDialogProps) {
  const known = (shelf.value?.documents ?? []).map(({ name }) => name);
  const perform = (form: FormData): Promise<null> => {
    const given = form.get("file");
    send(collection, (given instanceof File ? [given] : files).map((file) => wishOf(file, form, document?.name ?? file.name)));
    return Promise.resolve(null);
  };
  const only = files.length === 1 ? files[0] : undefined;
  const isReplacing = !document && files.some(({ name }) => known.includes(name));
  const title = document ? t("library-new-version-of", { title: document.title }) : t("library-add");
  return (
    <FormDialog title={title} submit={t("library-upload")} perform={perform} onClose={onClose}>
      {document ? (
        <Field id="file" name={t("library-file")}>
          <input class="field-input" id="file" type="file" name="file" required accept={ACCEPTED} />
        </Field>
      ) : (
        <ul class="chosen">
          {files.map((file) => (
            <li key={file.name}>
              <bdi>{file.name}</bdi> <span class="soft">{formatBytes(file.size, locale())}</span>
            </li>
          ))}
        </ul>
      )}
      {isReplacing && <p class="field-hint">{t("library-exists")}</p>}
      {only && !isReplacing && (
        <Field id="title" name={t("library-title")} hint={t("library-title-hint")}>
          <input class="field-input" id="title" name="title" dir="auto" maxLength={TITLE_LENGTH_MAX} aria-describedby="title-hint" />
        </Field>
      )}
      <div class="form-pairs">
        <Field id="label" name={t("library-label")} hint={t("library-label-hint")}>
          <input class="field-input" id="label" name="label" dir="auto" maxLength={LABEL_LENGTH_MAX} aria-describedby="label-hint" />
        </Field>
        <Field id="dated" name={t("library-date")} hint={t("library-date-hint")}>
          <input class="field-input" id="dated" name="dated" type="date" aria-describedby="dated-hint" />
        </Field>
      </div>
      <Field id="document-language" name={t("library-language")}>
        <select class="field-input" id="document-language" name="language">
          <option value="">{t("library-language-read")}</option>
          {LANGUAGES.map((each) => (
            <option key={each} value={each} lang={localeTag(each)}>
              {ENDONYMS[each]}
            </option>
          ))}
        </select>
      </Field>
    </FormDialog>
  );
}

/** What was said of a file, without what was left empty. */
function wishOf(file: File, form: FormData, name: string): Wish {
  const said: Record<string, string> & { name: string } = { name };
  for (const field of ["title", "label", "dated", "language"]) {
    const value = form.get(field);
    if (typeof value === "string" && value.trim() !== "") said[field] = value.trim();
  }
  return { file, said, refusal: refusalOf(file.size) };
}
