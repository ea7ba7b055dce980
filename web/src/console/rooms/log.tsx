import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { Notice } from "../../kit/notice";
import { explain, t } from "../../kit/text";
import { ActTable } from "../act-table";
import { listAllActs } from "../api";
import { useRemote } from "../remote";

const LOOK_AGAIN_MS = 6_000;
const ACTS_MAX = 2_000;

/** Every act of a person, over all rooms. */
export function LogRoom() {
  const isLong = useSignal(false);
  const listed = useRemote(() => listAllActs(null), LOOK_AGAIN_MS, null, () => isLong.peek());
  const busy = useSignal(false);
  const now = listed.value;
  const loadMore = async () => {
    if (!now?.next || busy.value) return;
    busy.value = true;
    try {
      const page = await listAllActs(now.next);
      isLong.value = true;
      const acts = [...now.acts, ...page.acts];
      listed.put({ acts, next: acts.length < ACTS_MAX ? page.next : null });
    } catch (error) {
      announce(explain(error));
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <header class="room-head">
        <h1>{t("console-room-log")}</h1>
        <p class="soft">{t("console-log-lead")}</p>
      </header>
      {listed.error !== undefined && <Notice error={listed.error} onRetry={() => void listed.reload()} />}
      {now?.acts.length === 0 && <p class="soft">{t("console-holds-none")}</p>}
      {now && now.acts.length > 0 && <ActTable acts={now.acts} />}
      {now && now.next !== null && (
        <button type="button" class="button more" aria-busy={busy.value} onClick={() => void loadMore()}>
          {t("kit-load-more")}
        </button>
      )}
    </>
  );
}
