import { t } from "../kit/text";
import { at, leading, markPhase, phases, pictureOf, rested, seek, type Session } from "./desk";

const AROUND = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
/** Pictures of the session between two that stand around the moment. */
const EVERY = 3;
const STRIP_PX = 160;

export function Timeline({ session }: { session: Session }) {
  const { fps, from_s: from, until_s: until } = session;
  const step = 1 / fps;
  return (
    <section class="timeline" aria-label={t("desk-moment")}>
      <Strip session={session} />
      <div class="timeline-bar">
        <div class="timeline-slider" dir="ltr">
          <button type="button" class="button-icon" aria-label={t("desk-picture-before")} onClick={() => seek(at.value - step)}>
            <span aria-hidden="true">−1</span>
          </button>
          <input
            type="range"
            min={from}
            max={until}
            step={step}
            value={at.value}
            aria-label={t("desk-instant")}
            aria-valuetext={seconds(at.value)}
            onInput={(event) => seek(Number(event.currentTarget.value))}
          />
          <button type="button" class="button-icon" aria-label={t("desk-picture-after")} onClick={() => seek(at.value + step)}>
            <span aria-hidden="true">+1</span>
          </button>
          <output class="timeline-time">{seconds(at.value)}</output>
        </div>
        <button type="button" class="button" aria-pressed={phases.value.includes(Number(at.value.toFixed(3)))} onClick={markPhase}>
          {t("desk-mark")}
        </button>
      </div>
      {phases.value.length > 0 && (
        <ul class="phases" aria-label={t("desk-phases")}>
          {phases.value.map((phase) => (
            <li key={phase}>
              <button type="button" class="phase" dir="ltr" onClick={() => seek(phase)}>
                {seconds(phase)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What the leading camera shows just before and after the moment. */
function Strip({ session }: { session: Session }) {
  const camera = leading.value;
  if (camera === null) return null;
  const step = EVERY / session.fps;
  const times = AROUND.map((each) => rested.value + each * step).filter((time) => time >= session.from_s && time <= session.until_s);
  return (
    <ol class="strip" dir="ltr">
      {times.map((time) => (
        <li key={time.toFixed(3)}>
          <button type="button" aria-current={Math.abs(time - rested.value) < step / 2} onClick={() => seek(time)}>
            <img src={pictureOf(session.name, camera, time, STRIP_PX)} alt={seconds(time)} width="160" height="90" />
          </button>
        </li>
      ))}
    </ol>
  );
}

export const seconds = (time: number): string => `${time.toFixed(2)} s`;
