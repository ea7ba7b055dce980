import { useEffect } from "preact/hooks";
import { AlertIcon, BackIcon, DownloadIcon, OnIcon } from "../../kit/icons";
import { Notice } from "../../kit/notice";
import { t } from "../../kit/text";
import type { OpenedAnswer, PageAnswer } from "../answers";
import { asking, type PagePlace } from "../address";
import { fileAddress } from "../api";
import { formatDated } from "../dates";
import { Go } from "../go";
import { Outline } from "../parts/outline";
import { PagePicture } from "../parts/page-picture";
import { PageText } from "../parts/page-text";
import { goBack, place } from "../place";
import { closePage, highlight, isTurning, openPageOf, opened, page, readingError } from "../reading";
import { turn, turnTo } from "../turning";

/** A page: its picture beside its text, both with the quotation marked. */
export function ReaderView() {
  const now = place.value;
  useEffect(() => closePage, []);
  useEffect(() => {
    if (now.view === "page") void openPageOf(now);
  }, [now]);
  if (now.view !== "page") return null;
  const version = opened.value;
  const shown = page.value;
  return (
    <div class="reader" data-busy={isTurning.value}>
      <Back />
      {readingError.value !== undefined && (
        <>
          {!version && <h1>{t("library-link")}</h1>}
          <Notice error={readingError.value} onRetry={() => void openPageOf(now)} />
        </>
      )}
      {version && shown ? (
        <>
          <ReaderHead opened={version} />
          <Newer opened={version} />
          <Turning now={now} page={shown} />
          <Spread opened={version} now={now} page={shown} />
          <p class="keys soft">{t("library-keys")}</p>
        </>
      ) : (
        readingError.value === undefined && (
          <>
            <h1 class="unseen">{t("library-link")}</h1>
            <p class="searching soft">{t("kit-loading")}</p>
          </>
        )
      )}
    </div>
  );
}

const Back = () => (
  <p>
    <Go to={asking()} class="button button-quiet back" onFollow={() => goBack(asking())}>
      <BackIcon />
      {t("library-back")}
    </Go>
  </p>
);

function ReaderHead({ opened: { document, version, collection } }: { opened: OpenedAnswer }) {
  return (
    <header class="reader-head">
      <div>
        <h1>
          <bdi lang={version.language}>{document.title}</bdi>
        </h1>
        <ul class="facts">
          <li>{version.label === "" ? t("library-version-number", { number: version.number }) : t("library-version", { label: version.label })}</li>
          {version.dated !== null && (
            <li>
              <time dateTime={version.dated}>{formatDated(version.dated)}</time>
            </li>
          )}
          <li>
            <Go to={{ view: "collection", collection: collection.id }}>
              <bdi>{collection.name}</bdi>
            </Go>
          </li>
        </ul>
      </div>
      <a class="button" href={fileAddress(version.id)} download>
        <DownloadIcon />
        {t("library-download")}
      </a>
    </header>
  );
}

function Newer({ opened: { newer } }: { opened: OpenedAnswer }) {
  if (newer === null) return null;
  return (
    <div class="newer">
      <AlertIcon />
      <p>{t("library-newer")}</p>
      <Go to={{ view: "page", version: newer, page: 1, cited: null }} class="button">
        {t("library-newer-show")}
      </Go>
    </div>
  );
}

function Turning({ now, page: { pages } }: { now: PagePlace; page: PageAnswer }) {
  return (
    <nav class="turning" aria-label={t("library-pages")}>
      <button type="button" class="button-icon" disabled={now.page <= 1} aria-label={t("library-previous")} title={t("library-previous")} onClick={() => turn(-1)}>
        <BackIcon />
      </button>
      <label>
        <span>{t("library-page-field")}</span>
        <input
          class="field-input figure"
          type="number"
          inputMode="numeric"
          min={1}
          max={pages}
          value={now.page}
          onChange={({ currentTarget }) => {
            const wished = currentTarget.valueAsNumber;
            if (Number.isNaN(wished)) currentTarget.valueAsNumber = now.page;
            else turnTo(now, wished, pages);
          }}
        />
        <span>{t("library-of-pages", { pages: String(pages) })}</span>
      </label>
      <button type="button" class="button-icon" disabled={now.page >= pages} aria-label={t("library-next")} title={t("library-next")} onClick={() => turn(1)}>
        <OnIcon />
      </button>
    </nav>
  );
}

function Spread({ opened: { outline, has_pictures, version }, now, page: shown }: { opened: OpenedAnswer; now: PagePlace; page: PageAnswer }) {
  const hasPicture = has_pictures && shown.width_pt > 0;
  return (
    <div class="spread" data-pictures={hasPicture} data-outline={outline.length > 0}>
      {outline.length > 0 && <Outline outline={outline} language={version.language} now={now} />}
      {hasPicture && <PagePicture page={shown} highlight={highlight.value} />}
      <PageText page={shown} highlight={highlight.value} hasPicture={hasPicture} />
    </div>
  );
}
