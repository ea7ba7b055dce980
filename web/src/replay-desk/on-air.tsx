import { t } from "../kit/text";
import { has, MOVING, type Take } from "../replay/takes";
import { type AirClip, type Airing, airingsOf, clip, clipOf, isUnderWay, sendToAir, takeOffAir, target, targets, times, TIMES_MAX, told } from "./air";

/** Where a take may go on air, and how that stands. */
export function OnAir({ take, mayAct }: { take: Take; mayAct: boolean }) {
  const shown = airingsOf(take);
  if (take.state !== "complete" || (targets.value.length === 0 && shown.length === 0)) return null;
  return (
    <div class="air">
      {mayAct && targets.value.length > 0 && <Sending take={take} />}
      {shown.map((airing) => (
        <Stand key={airing.id} airing={airing} mayAct={mayAct} />
      ))}
    </div>
  );
}

/** In the list too: what is on air must be seen whatever else is open. */
export function AirLight({ take }: { take: Take }) {
  const underWay = airingsOf(take).filter(isUnderWay);
  return (
    <>
      {underWay.map((airing) => (
        <span key={airing.id} class="air-light">
          {told(airing)}
        </span>
      ))}
    </>
  );
}

function Sending({ take }: { take: Take }) {
  return (
    <form
      class="air-form"
      onSubmit={(event) => {
        event.preventDefault();
        void sendToAir(take);
      }}
    >
      <label class="field">
        <span>{t("desk-air-where")}</span>
        <select
          value={target.value}
          onChange={(event) => {
            target.value = event.currentTarget.value;
          }}
        >
          {targets.value.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {has(take, MOVING) && (
        <label class="field">
          <span>{t("desk-air-clip")}</span>
          <select
            value={clipOf(take)}
            onChange={(event) => {
              clip.value = event.currentTarget.value as AirClip;
            }}
          >
            <option value="clip">{t("replay-kind-clip")}</option>
            <option value="moving">{t("replay-kind-moving")}</option>
          </select>
        </label>
      )}
      <label class="field">
        <span>{t("desk-air-times")}</span>
        <input
          type="number"
          required
          step="1"
          min={1}
          max={TIMES_MAX}
          value={times.value}
          onChange={(event) => {
            const given = event.currentTarget.valueAsNumber;
            if (Number.isFinite(given)) times.value = Math.min(Math.max(Math.round(given), 1), TIMES_MAX);
          }}
        />
      </label>
      <button type="submit" class="button">
        {t("desk-air")}
      </button>
    </form>
  );
}

function Stand({ airing, mayAct }: { airing: Airing; mayAct: boolean }) {
  return (
    <p class="air-stand" data-state={airing.state}>
      <span>{told(airing)}</span>
      {isUnderWay(airing) && <progress max="1" value={airing.progress} aria-label={t("desk-progress")} />}
      {isUnderWay(airing) && mayAct && (
        <button type="button" class="button" onClick={() => void takeOffAir(airing)}>
          {t("desk-air-stop")}
        </button>
      )}
    </p>
  );
}
