import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { ENDONYMS, LANGUAGES, localeTag } from "../../kit/language";
import { AlertIcon, BinIcon, UploadIcon } from "../../kit/icons";
import { locale, t } from "../../kit/text";
import type { CollectionAnswer, DocumentAnswer, VersionAnswer } from "../answers";
import { formatDated } from "../dates";
import { formatBytes } from "../files";
import { Go } from "../go";
import { removeDocument } from "../shelf";
import { isReadable, isUnderWay, leading, older, pageRanges, pending, progressOf } from "../versions";
import { FormDialog } from "./form-dialog";
import { UploadDialog } from "./upload";

/** As people call the types of files. */
const FILE_TYPES: Readonly<Record<string, string>> = { pdf: "PDF", docx: "Word", pptx: "PowerPoint", html: "HTML", markdown: "Markdown" };

interface DocumentCardProps {
  readonly document: DocumentAnswer;
  readonly collection: CollectionAnswer;
}

/** A document with its versions, and what is being done with them. */
export function DocumentCard({ document, collection }: DocumentCardProps) {
  const lead = leading(document);
  const before = older(document);
  if (!lead) return null;
  const title = <bdi lang={lead.language}>{document.title}</bdi>;
  return (
    <article class="document">
      <div class="document-head">
        <h3>{isReadable(lead) ? <Go to={{ view: "page", version: lead.id, page: 1, cited: null }}>{title}</Go> : title}</h3>
        {collection.may_write && <Acts document={document} collection={collection} />}
      </div>
      {document.title !== document.name && (
        <p class="file-name soft">
          <bdi>{document.name}</bdi>
        </p>
      )}
      {pending(document).map((version) => (
        <VersionLine key={version.id} version={version} />
      ))}
      <VersionLine version={lead} />
      {before.length > 0 && (
        <details class="older">
          <summary>{t("library-older")}</summary>
          {before.map((version) => (
            <VersionLine key={version.id} version={version} isLinked />
          ))}
        </details>
      )}
    </article>
  );
}

function VersionLine({ version, isLinked = false }: { version: VersionAnswer; isLinked?: boolean }) {
  const { label, number, dated, pages, bytes, type } = version;
  const name = label === "" ? t("library-version-number", { number }) : t("library-version", { label });
  return (
    <div class="version">
      <ul class="facts">
        <li>{isLinked && isReadable(version) ? <Go to={{ view: "page", version: version.id, page: 1, cited: null }}>{name}</Go> : name}</li>
        {dated !== null && (
          <li>
            <time dateTime={dated}>{formatDated(dated)}</time>
          </li>
        )}
        {pages > 0 && <li>{t("library-pages-count", { count: pages })}</li>}
        <Spoken code={version.language} />
        <li>{FILE_TYPES[type] ?? type}</li>
        <li>{formatBytes(bytes, locale())}</li>
      </ul>
      <StateOf version={version} />
    </div>
  );
}

/** The language of a document in its own words, where it is one of ours. */
function Spoken({ code }: { code: string }) {
  const known = LANGUAGES.find((each) => each === code);
  return known ? <li lang={localeTag(known)}>{ENDONYMS[known]}</li> : null;
}

/** How far it has come; of a refused file, why and what to do. */
function StateOf({ version }: { version: VersionAnswer }) {
  const { state, verdict, blank_pages, done, total } = version;
  const progress = progressOf(version);
  return (
    <>
      <p class="state" data-state={state}>
        {t(`library-state-${state}`)}
        {isUnderWay(version) && progress !== null && (
          <>
            <progress value={progress} max={1} aria-label={t(`library-state-${state}`)} />
            <span class="figure soft">{t("library-progress", { done, total })}</span>
          </>
        )}
      </p>
      {verdict !== null && (
        <p class="verdict">
          <AlertIcon />
          {t(`library-refused-${verdict}`)}
        </p>
      )}
      {blank_pages.length > 0 && (
        <p class="verdict verdict-mild">
          <AlertIcon />
          {t("library-blank-pages", { pages: pageRanges(blank_pages) })}
        </p>
      )}
    </>
  );
}

function Acts({ document, collection }: DocumentCardProps) {
  const act = useSignal<"version" | "delete" | null>(null);
  const close = () => (act.value = null);
  const { id, title } = document;
  const perform = async () => {
    await removeDocument(id);
    announce(t("library-deleted"));
    return null;
  };
  return (
    <div class="acts">
      <button type="button" class="button button-quiet" onClick={() => (act.value = "version")}>
        <UploadIcon />
        {t("library-new-version")}
        <span class="unseen">: {title}</span>
      </button>
      <button type="button" class="button-icon" aria-label={t("library-delete-of", { title })} title={t("library-delete")} onClick={() => (act.value = "delete")}>
        <BinIcon />
      </button>
      {act.value === "version" && <UploadDialog collection={collection.id} document={document} onClose={close} />}
      {act.value === "delete" && (
        <FormDialog
          title={t("library-delete-document", { title })}
          text={t("library-delete-document-text")}
          submit={t("library-delete")}
          perform={perform}
          onClose={close}
        />
      )}
    </div>
  );
}
