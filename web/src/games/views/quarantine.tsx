import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { count } from "../../kit/numbers";
import { Notice } from "../../kit/notice";
import { BRISK, persist } from "../../kit/retry";
import { isOfficial, meet, session } from "../../kit/session";
import { explainCode, t } from "../../kit/text";
import type { QuarantineEntry } from "../answers";
import { readQuarantine } from "../ask";
import { instant } from "../times";

const REASONS: Readonly<Record<string, string>> = {
  too_large: "games-reason-too-large",
  not_xml: "games-reason-not-xml",
  doctype: "games-reason-doctype",
  encoding: "games-reason-encoding",
  header: "games-reason-header",
  key: "games-reason-key",
  sort_order: "games-reason-sort-order",
  rank_equal: "games-reason-rank-equal",
  value: "games-reason-value",
  too_complex: "games-reason-too-complex",
  unreadable: "games-reason-unreadable",
};

/** What the feed sent and could not be used, for operators and auditors. */
export function QuarantineView() {
  const error = useSignal<unknown>(undefined);
  const introduce = () => {
    error.value = undefined;
    meet().catch((failure: unknown) => {
      error.value = failure;
    });
  };
  useEffect(introduce, []);
  return (
    <>
      <header class="view-head">
        <h1>{t("games-feed-title")}</h1>
        <p class="soft">{session.value === undefined || isOfficial() ? t("games-feed-lead") : t("games-feed-gate")}</p>
      </header>
      {error.value !== undefined && <Notice error={error.value} onRetry={introduce} />}
      {isOfficial() && <Entries />}
    </>
  );
}

function Entries() {
  const entries = useSignal<readonly QuarantineEntry[] | undefined>(undefined);
  const next = useSignal<number | null>(null);
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const load = async () => {
    busy.value = true;
    try {
      const page = await persist(() => readQuarantine(next.value), BRISK);
      entries.value = [...(entries.value ?? []), ...page.entries];
      next.value = page.next;
      error.value = undefined;
    } catch (failure) {
      error.value = failure;
    } finally {
      busy.value = false;
    }
  };
  useEffect(() => void load(), []);
  return (
    <section aria-label={t("games-feed-title")} aria-busy={busy.value}>
      {error.value !== undefined && <Notice error={error.value} onRetry={() => void load()} />}
      {entries.value?.length === 0 && <p class="soft">{t("games-feed-none")}</p>}
      <ul class="set-aside">
        {entries.value?.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
      {next.value !== null && (
        <button type="button" class="button" aria-busy={busy.value} disabled={busy.value} onClick={() => void load()}>
          {t("kit-load-more")}
        </button>
      )}
    </section>
  );
}

function Entry({ entry }: { entry: QuarantineEntry }) {
  const { received_at, reason, detail, document: named, version, size_bytes, is_whole, digest } = entry;
  const word = REASONS[reason];
  return (
    <li class="entry">
      <div class="entry-head">
        <h2 class="entry-reason">{word === undefined ? (explainCode(reason) ?? reason) : t(word)}</h2>
        <time class="soft figure" dateTime={received_at}>
          {instant(received_at)}
        </time>
      </div>
      <p class="entry-detail">
        <bdi dir="ltr" lang="en">
          {detail}
        </bdi>
      </p>
      <ul class="facts">
        <li>{t(is_whole ? "games-feed-whole" : "games-feed-part")}</li>
        {named && (
          <li>
            <code dir="ltr">{[named.competition, named.type, named.code, named.subcode, named.subtype, named.language].filter(Boolean).join(" ")}</code>
          </li>
        )}
        {version !== null && <li>{t("games-feed-version", { version: String(version) })}</li>}
        <li>{t("games-feed-size", { bytes: count(size_bytes) })}</li>
        <li>
          <code dir="ltr" title={digest}>
            {digest.slice(0, 12)}
          </code>
        </li>
      </ul>
    </li>
  );
}
