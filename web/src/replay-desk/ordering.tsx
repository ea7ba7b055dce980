import type { Signal } from "@preact/signals";
import { count } from "../kit/numbers";
import { t } from "../kit/text";
import { fromDeg, heightPx, HEIGHTS_PX, isSending, MOVING_S, movingS, path, pictures, trigger, untilDeg } from "./desk";

const PICTURES_MAX = 500;
const TURN_DEG_MAX = 720;

/** What is made of the moment. */
export function Ordering() {
  return (
    <form
      class="ordering"
      onSubmit={(event) => {
        event.preventDefault();
        void trigger();
      }}
    >
      <fieldset class="replay-kinds">
        <legend class="unseen">{t("desk-path")}</legend>
        {(["orbit", "sweep"] as const).map((shape) => (
          <button
            key={shape}
            type="button"
            class="button-bare replay-kind"
            aria-pressed={path.value === shape}
            onClick={() => {
              path.value = shape;
            }}
          >
            {t(`desk-path-${shape}`)}
          </button>
        ))}
      </fieldset>
      <Figure id="from-deg" word="desk-from-deg" value={fromDeg} min={-TURN_DEG_MAX} max={TURN_DEG_MAX} />
      {path.value === "sweep" && <Figure id="until-deg" word="desk-until-deg" value={untilDeg} min={-TURN_DEG_MAX} max={TURN_DEG_MAX} />}
      <Figure id="pictures" word="desk-pictures" value={pictures} min={1} max={PICTURES_MAX} />
      <label class="field">
        <span>{t("desk-height")}</span>
        <select
          value={heightPx.value}
          onChange={(event) => {
            heightPx.value = Number(event.currentTarget.value);
          }}
        >
          {HEIGHTS_PX.map((height) => (
            <option key={height} value={height}>
              {height}p
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{t("desk-moving")}</span>
        <select
          value={movingS.value}
          onChange={(event) => {
            movingS.value = Number(event.currentTarget.value);
          }}
        >
          <option value={0}>{t("desk-moving-none")}</option>
          {MOVING_S.map((each) => (
            <option key={each} value={each}>
              {t("desk-moving-around", { seconds: count(each) })}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button button-primary" aria-busy={isSending.value}>
        {t("desk-trigger")}
      </button>
    </form>
  );
}

interface FigureProps {
  readonly id: string;
  readonly word: string;
  readonly value: Signal<number>;
  readonly min: number;
  readonly max: number;
}

function Figure({ id, word, value, min, max }: FigureProps) {
  return (
    <label class="field" for={id}>
      <span>{t(word)}</span>
      <input
        id={id}
        type="number"
        required
        step="1"
        min={min}
        max={max}
        value={value.value}
        onChange={(event) => {
          const given = event.currentTarget.valueAsNumber;
          if (Number.isFinite(given)) value.value = Math.min(Math.max(Math.round(given), min), max);
        }}
      />
    </label>
  );
}
