import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announce } from "../kit/announcer";
import { formatMoment } from "../kit/dates";
import { BinIcon, CrossIcon, DownloadIcon } from "../kit/icons";
import { Modal } from "../kit/modal";
import { Notice } from "../kit/notice";
import { ApiError } from "../kit/problem";
import { locale, t } from "../kit/text";
import { carriedFrom, recalledTurn } from "./recalling";
import { type Conversation, deleteAll, deleteConversation, EXPORT, listConversations, readTurns, type StoredTurn } from "./stored-api";
import { beginAnew, conversation, restore, turns } from "./talk";
import "./history.css";

const TITLE = "history-title";

/** Her conversations: opened again, deleted, saved as a file, or all of them deleted. */
export function History({ onClose }: { onClose: () => void }) {
  const listed = useSignal<readonly Conversation[] | null>(null);
  const days = useSignal(0);
  const fault = useSignal<unknown>(undefined);
  const isSure = useSignal(false);
  const load = () => {
    fault.value = undefined;
    return listConversations().then(
      (found) => {
        listed.value = found.conversations;
        days.value = found.days;
      },
      (error: unknown) => {
        // Who is nobody has none.
        if (error instanceof ApiError && error.status === 401) listed.value = [];
        else fault.value = error;
      },
    );
  };
  const attempt = async (work: () => Promise<void>) => {
    fault.value = undefined;
    try {
      await work();
    } catch (error) {
      fault.value = error;
    }
  };
  useEffect(() => void load(), []);
  const open = (chosen: Conversation) =>
    attempt(async () => {
      const stored = await allTurns(chosen.id);
      restore(stored.map(recalledTurn), carriedFrom(chosen.id, stored));
      onClose();
    });
  const remove = (chosen: Conversation) =>
    attempt(async () => {
      await deleteConversation(chosen.id);
      if (conversation() === chosen.id) beginAnew();
      announce(t("assistant-deleted"));
      await load();
    });
  const removeAll = () =>
    attempt(async () => {
      await deleteAll();
      beginAnew();
      isSure.value = false;
      announce(t("assistant-deleted"));
      await load();
    });
  const hasAny = (listed.value?.length ?? 0) > 0;
  return (
    <Modal titleId={TITLE} name="history" onClose={onClose}>
      <div class="history-head">
        <h2 id={TITLE}>{t("assistant-history")}</h2>
        <button type="button" class="button-icon" aria-label={t("kit-close")} title={t("kit-close")} onClick={onClose}>
          <CrossIcon />
        </button>
      </div>
      {fault.value !== undefined && <Notice error={fault.value} onRetry={() => void load()} />}
      {listed.value === null && fault.value === undefined && <p class="soft">{t("kit-loading")}</p>}
      {listed.value !== null && !hasAny && <p class="soft">{t("assistant-history-empty")}</p>}
      {hasAny && <List listed={listed.value ?? []} onOpen={open} onRemove={remove} />}
      {hasAny && days.value > 0 && (
        <p class="soft history-kept">{t("assistant-history-kept", { time: daysLong(days.value) })}</p>
      )}
      {isSure.value ? (
        <section class="history-sure" role="alertdialog" aria-label={t("assistant-erase")}>
          <p>{t("assistant-erase-sure")}</p>
          <div class="dialog-acts">
            <button type="button" class="button" onClick={() => (isSure.value = false)}>
              {t("kit-cancel")}
            </button>
            <button type="button" class="button button-primary" onClick={() => void removeAll()}>
              {t("assistant-erase")}
            </button>
          </div>
        </section>
      ) : (
        (hasAny || turns.value.length > 0) && (
          <div class="history-foot">
            {hasAny && (
              <a class="button button-quiet" href={EXPORT} download>
                <DownloadIcon />
                {t("assistant-export")}
              </a>
            )}
            <button type="button" class="button button-quiet" onClick={() => (isSure.value = true)}>
              <BinIcon />
              {t("assistant-erase")}
            </button>
          </div>
        )
      )}
    </Modal>
  );
}

interface ListProps {
  readonly listed: readonly Conversation[];
  readonly onOpen: (chosen: Conversation) => void;
  readonly onRemove: (chosen: Conversation) => void;
}

function List({ listed, onOpen, onRemove }: ListProps) {
  return (
    <ul class="history-list">
      {listed.map((each) => {
        const removing = t("assistant-history-delete", { title: each.title });
        return (
          <li key={each.id} data-current={each.id === conversation()}>
            <button type="button" class="button-bare history-open" onClick={() => onOpen(each)}>
              <bdi>{each.title}</bdi>
              <time class="soft" dateTime={each.changed_at}>
                {formatMoment(each.changed_at)}
              </time>
            </button>
            <button type="button" class="button-icon" aria-label={removing} title={removing} onClick={() => onRemove(each)}>
              <BinIcon />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const daysLong = (days: number): string =>
  new Intl.NumberFormat(locale(), { style: "unit", unit: "day", unitDisplay: "long" }).format(days);

/** The turns of a conversation, the oldest first. */
async function allTurns(id: string): Promise<readonly StoredTurn[]> {
  const found: StoredTurn[] = [];
  for (let before: number | null = null; ; ) {
    const page = await readTurns(id, before);
    found.push(...page.turns);
    if (page.next === null || page.next === undefined) return found.sort((one, other) => one.id - other.id);
    before = page.next;
  }
}
