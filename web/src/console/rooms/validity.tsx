import { useSignal } from "@preact/signals";
import { extendPool, listPools } from "../../kit/api";
import type { Pool } from "../../kit/contract";
import { formatMoment, toLocalInput } from "../../kit/dates";
import { CalendarIcon } from "../../kit/icons";
import { pickText } from "../../kit/language";
import { session } from "../../kit/session";
import { language, t } from "../../kit/text";
import { ActDialog } from "../act-dialog";
import { Field } from "../field";
import { Go } from "../go";
import { useRemote } from "../remote";

/** Until when the shares of each pool are valid: one act moves it for all of them. */
export function Validity() {
  const listed = useRemote(listPools);
  const asked = useSignal<Pool | null>(null);
  const ending = (listed.value ?? []).filter(({ valid_until }) => valid_until !== null);
  if (ending.length === 0) return null;
  return (
    <section class="room-part" aria-labelledby="validity-title">
      <h2 id="validity-title">{t("console-validity")}</h2>
      <p class="soft">{t("console-validity-lead")}</p>
      <ul class="entries">
        {ending.map((pool) => (
          <PoolEntry key={pool.id} pool={pool} onAsk={() => (asked.value = pool)} />
        ))}
      </ul>
      {asked.value && <Extension pool={asked.value} onDone={listed.reload} onClose={() => (asked.value = null)} />}
    </section>
  );
}

function PoolEntry({ pool, onAsk }: { pool: Pool; onAsk: () => void }) {
  const title = pickText(pool.titles, language());
  return (
    <li class="entry">
      <div>
        <h3 lang={title.lang} dir="auto">
          <Go to="pools" pool={pool.id}>
            {title.text}
          </Go>
        </h3>
        <p class="soft">{t("console-valid-until", { time: formatMoment(pool.valid_until ?? "") })}</p>
      </div>
      {session.value?.role === "operator" && (
        <button type="button" class="button" onClick={onAsk}>
          <CalendarIcon />
          {t("console-do-extend")}
          <span class="unseen" dir="auto">
            : {title.text}
          </span>
        </button>
      )}
    </li>
  );
}

function Extension({ pool, onDone, onClose }: { pool: Pool; onDone: () => Promise<void>; onClose: () => void }) {
  const end = pool.valid_until ?? "";
  const perform = async (reason: string, form: FormData) => {
    const until = new Date(String(form.get("until")));
    if (!(until.getTime() > Date.parse(end))) return t("console-extend-wrong");
    await extendPool(pool.id, reason, until.toISOString());
    await onDone();
    return null;
  };
  return (
    <ActDialog word="extend" perform={perform} onClose={onClose}>
      <Field id="until" name={t("console-extend-until")}>
        <input class="field-input" id="until" name="until" type="datetime-local" required autofocus defaultValue={toLocalInput(new Date(end))} />
      </Field>
    </ActDialog>
  );
}
