import { count } from "../kit/numbers";
import { t } from "../kit/text";
import { failure, isRecording, type Kept, record, type Recorder, recorders } from "./recorders";

/** Who records live: a moment of theirs becomes a session at the press of a button. */
export function RecorderStrips({ mayAct }: { mayAct: boolean }) {
  return (
    <>
      {recorders.value.map((each) => (
        <Strip key={each.name} recorder={each} mayAct={mayAct} />
      ))}
    </>
  );
}

function Strip({ recorder, mayAct }: { recorder: Recorder; mayAct: boolean }) {
  const { alive, cameras, last, name } = recorder;
  const well = cameras.filter(({ usable }) => usable).length;
  const unwell = cameras.filter(({ usable }) => !usable).map(({ id }) => id);
  const isBusy = isRecording(recorder);
  return (
    <section class="recorder" aria-label={t("desk-recorder", { name })} data-alive={alive}>
      <span class="recorder-light" aria-hidden="true" />
      <div class="recorder-told">
        <strong dir="auto">{name}</strong>
        {alive ? (
          <span class="soft">
            {t("desk-recorder-cameras", { well: count(well), all: count(cameras.length) })} · {t("desk-recorder-held", { seconds: held(recorder) })}
          </span>
        ) : (
          <span class="recorder-gone">{t("desk-recorder-gone")}</span>
        )}
        {alive && unwell.length > 0 && <span class="recorder-gone">{t("desk-recorder-unwell", { cameras: unwell.join(", ") })}</span>}
        {last && !isBusy && <Outcome kept={last} />}
      </div>
      {alive && mayAct && (
        <button type="button" class="button recorder-trigger" aria-busy={isBusy} onClick={() => void record(name)}>
          {t(isBusy ? "desk-recorder-saving" : "desk-recorder-trigger")}
        </button>
      )}
    </section>
  );
}

function Outcome({ kept }: { kept: Kept }) {
  const without = Object.keys(kept.left_out);
  if (kept.session === null) return <span class="recorder-gone">{t("desk-recorder-lost", { why: failure(kept) })}</span>;
  return (
    <span class="soft">
      {t("desk-recorder-saved", { session: kept.session })}
      {without.length > 0 && ` ${t("desk-recorder-without", { cameras: without.join(", ") })}`}
    </span>
  );
}

/** Whole seconds. */
const held = ({ held_from_s: from, newest_s: newest }: Recorder): string => count(from === null || newest === null ? 0 : Math.floor(newest - from));
