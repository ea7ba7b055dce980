import { useSignal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../kit/text";
import type { Plot } from "./answer";
import { scaleOf, shownLabels, stretchesOf } from "./scales";

const HEIGHT = 260;
const WIDTH_AT_FIRST = 560;
const TOP = 12;
const END = 12;
const LETTER = 6.6;
const LABEL_GAP = 14;
const LABEL_LETTERS_MAX = 14;
const COLOURS = 6;
const BAR_SHARE = 0.72;
const BAR_MAX = 44;
const TILT_LETTERS = 3;

interface DrawingProps {
  readonly plot: Plot;
  readonly write: Intl.NumberFormat;
}

/** A plot as a picture: lines with marks, or bars; whoever points at it reads the values of that place. */
export function Drawing({ plot, write }: DrawingProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useSignal(WIDTH_AT_FIRST);
  const pointed = useSignal<number | null>(null);
  const id = useId();
  useLayoutEffect(() => {
    const watched = frame.current;
    if (!watched) return;
    const observer = new ResizeObserver(() => (width.value = Math.max(240, watched.clientWidth)));
    observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  const place = placesOf(plot, width.value, write);
  const point = (event: PointerEvent & { currentTarget: SVGSVGElement }) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const at = Math.round((event.clientX - left - place.start - place.step / 2) / place.step);
    pointed.value = at >= 0 && at < plot.labels.length ? at : null;
  };
  return (
    <div class="drawing" dir="ltr" ref={frame}>
      <Legend plot={plot} />
      <svg
        class="drawing-picture"
        role="img"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-desc`}
        viewBox={`0 0 ${width.value} ${HEIGHT}`}
        width={width.value}
        height={HEIGHT}
        onPointerMove={point}
        onPointerLeave={() => (pointed.value = null)}
      >
        <title id={`${id}-title`}>{plot.title}</title>
        <desc id={`${id}-desc`}>{described(plot, write)}</desc>
        <Axes plot={plot} place={place} write={write} />
        {pointed.value !== null && (
          <line class="pointed" x1={place.x(pointed.value)} x2={place.x(pointed.value)} y1={TOP} y2={place.bottom} />
        )}
        {plot.kind === "bar" ? <Bars plot={plot} place={place} /> : <Lines plot={plot} place={place} />}
      </svg>
      <p class="readout" dir="auto" aria-hidden="true">
        {pointed.value === null ? plot.unit : readout(plot, pointed.value, write)}
      </p>
    </div>
  );
}

interface Places {
  readonly start: number;
  readonly bottom: number;
  readonly width: number;
  /** Between the middle of a label and that of the next. */
  readonly step: number;
  readonly ticks: readonly number[];
  readonly isTilted: boolean;
  readonly labels: readonly number[];
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

function placesOf(plot: Plot, width: number, write: Intl.NumberFormat): Places {
  const scale = scaleOf(plot.series.flatMap(({ values }) => values), plot.kind === "bar");
  const start = Math.max(...scale.ticks.map((tick) => write.format(tick).length)) * LETTER + LABEL_GAP;
  const step = (width - start - END) / Math.max(1, plot.labels.length);
  const letters = Math.min(LABEL_LETTERS_MAX, Math.max(1, ...plot.labels.map(({ length }) => length)));
  const room = letters * LETTER + LABEL_GAP;
  const isTilted = plot.kind === "bar" && room > step && step > LETTER * TILT_LETTERS;
  const bottom = HEIGHT - (isTilted ? letters * LETTER * 0.64 + LABEL_GAP * 1.6 : LABEL_GAP * 2);
  return {
    start,
    bottom,
    width,
    step,
    ticks: scale.ticks,
    isTilted,
    labels: shownLabels(plot.labels.length, isTilted ? plot.labels.length : Math.floor((width - start - END) / room)),
    x: (at) => start + step * (at + 0.5),
    y: (value) => bottom - ((value - scale.low) / (scale.high - scale.low)) * (bottom - TOP),
  };
}

function Axes({ plot, place, write }: DrawingProps & { place: Places }) {
  return (
    <g aria-hidden="true">
      {place.ticks.map((tick) => (
        <g key={tick}>
          <line class={tick === 0 ? "rule rule-zero" : "rule"} x1={place.start} x2={place.width - END} y1={place.y(tick)} y2={place.y(tick)} />
          <text class="tick" x={place.start - 8} y={place.y(tick)} text-anchor="end" dominant-baseline="central">
            {write.format(tick)}
          </text>
        </g>
      ))}
      {place.labels.map((at) => {
        const [x, y] = [place.x(at), place.bottom + LABEL_GAP];
        const tilt = place.isTilted ? { transform: `rotate(-40 ${x} ${y})`, "text-anchor": "end" as const } : { "text-anchor": "middle" as const };
        return (
          <text key={at} class="tick" x={x} y={y} dominant-baseline="central" {...tilt}>
            {short(plot.labels[at] ?? "")}
          </text>
        );
      })}
    </g>
  );
}

function Lines({ plot, place }: { plot: Plot; place: Places }) {
  const isMarked = place.step > 12;
  return (
    <>
      {plot.series.map(({ values }, number) => {
        const at = (index: number) => `${place.x(index).toFixed(1)},${place.y(values[index] ?? 0).toFixed(1)}`;
        return (
          <g key={number} class="series" data-colour={number % COLOURS}>
            {stretchesOf(values).map((stretch) => (
              <g key={stretch[0]}>
                <polyline points={stretch.map(at).join(" ")} />
                {(isMarked || stretch.length === 1) &&
                  stretch.map((index) => <circle key={index} cx={place.x(index)} cy={place.y(values[index] ?? 0)} r="3.5" />)}
              </g>
            ))}
          </g>
        );
      })}
    </>
  );
}

function Bars({ plot, place }: { plot: Plot; place: Places }) {
  const each = Math.min(BAR_MAX, (place.step * BAR_SHARE) / plot.series.length);
  const whole = each * plot.series.length;
  return (
    <>
      {plot.series.map(({ values }, number) => (
        <g key={number} class="series" data-colour={number % COLOURS}>
          {values.map((value, at) => {
            if (value === null) return null;
            const [from, to] = [place.y(0), place.y(value)];
            return (
              <rect
                key={at}
                x={place.x(at) - whole / 2 + each * number + 0.5}
                y={Math.min(from, to)}
                width={Math.max(1, each - 1)}
                height={Math.abs(from - to)}
                rx={Math.min(3, each / 4)}
              />
            );
          })}
        </g>
      ))}
    </>
  );
}

function Legend({ plot: { series, kind } }: { plot: Plot }) {
  if (series.length < 2) return null;
  return (
    <ul class="legend" aria-hidden="true">
      {series.map(({ name }, number) => (
        <li key={number}>
          <svg class="series legend-mark" data-colour={number % COLOURS} viewBox="0 0 20 10" width="20" height="10">
            {kind === "bar" ? <rect x="5" width="10" height="10" rx="2" /> : <polyline points="0,5 20,5" />}
            {kind === "line" && <circle cx="10" cy="5" r="3" />}
          </svg>
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}

function described(plot: Plot, write: Intl.NumberFormat): string {
  const known = plot.series.flatMap(({ values }) => values).filter((value): value is number => value !== null);
  const words = {
    series: plot.series.map(({ name }) => name).join(", "),
    first: plot.labels[0] ?? "–",
    last: plot.labels.at(-1) ?? "–",
    low: known.length > 0 ? write.format(Math.min(...known)) : "–",
    high: known.length > 0 ? write.format(Math.max(...known)) : "–",
  };
  return plot.kind === "bar" ? t("assistant-plot-bar", words) : t("assistant-plot-line", words);
}

const readout = (plot: Plot, at: number, write: Intl.NumberFormat): string => {
  const values = plot.series.map(({ name, values: each }) => {
    const value = each[at] ?? null;
    return `${name} ${value === null ? "–" : write.format(value)}`;
  });
  return `${plot.labels[at] ?? ""} · ${values.join(" · ")}${plot.unit === "" ? "" : ` ${plot.unit}`}`;
};

const short = (label: string): string =>
  label.length > LABEL_LETTERS_MAX ? `${label.slice(0, LABEL_LETTERS_MAX - 1)}…` : label;
