import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Books, BurnPoint } from "../kit/contract";
import { formatClock, formatClockShort, formatDay } from "../kit/dates";
import { moneyShort } from "../kit/money";
import { language, t } from "../kit/text";
import { isDark } from "../kit/theme";
import { drawCurves } from "./outlook";

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;
const STEPS_S = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_S),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_S),
  ...[1, 2, 7, 14].map((days) => days * DAY_S),
];
const LABEL_PX = 13;
const LABEL_GAP_PX = 8;

/** The burn-down as a curve, with plan and forecast; a picture of what the figures beside it say. */
export function Plot({ points, books }: { points: readonly BurnPoint[]; books: Books }) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const look = `${language()} ${isDark()} ${books.currency}`;

  // The colours and the words are fixed when a plot is made, so a change of either makes a new one.
  useEffect(() => {
    const target = frame.current;
    if (!target) return;
    const made = new uPlot(describe(target, books.currency), align(points, books), target);
    plot.current = made;
    const watcher = new ResizeObserver(() => made.setSize({ width: target.clientWidth, height: target.clientHeight }));
    watcher.observe(target);
    return () => {
      watcher.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [look]);

  useEffect(() => plot.current?.setData(align(points, books)), [points, books]);

  return <div class="plot" dir="ltr" role="img" aria-label={t("console-plot")} ref={frame} />;
}

function align(points: readonly BurnPoint[], books: Books): uPlot.AlignedData {
  const { atS, remaining, plan, forecast } = drawCurves(points, books);
  return [[...atS], [...plan], [...forecast], [...remaining]];
}

function describe(target: HTMLElement, currency: string): uPlot.Options {
  const { ink, grid, curve, area, font } = readLook(target);
  const line = { spanGaps: true, points: { show: false } };
  const axis = { stroke: ink, font, grid: { stroke: grid, width: 1 }, ticks: { show: false }, gap: LABEL_GAP_PX };
  return {
    width: target.clientWidth,
    height: target.clientHeight,
    padding: [12, Math.max(16, halfOfLabel(font)), 0, 0],
    // Resizing a canvas forgets its direction, so it is told anew before each drawing.
    hooks: { drawClear: [(plot) => (plot.ctx.direction = document.documentElement.dir === "rtl" ? "rtl" : "ltr")] },
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: { x: { time: true }, y: { range: (_, __, most) => [0, Math.max(1, most) * 1.04] } },
    axes: [
      { ...axis, space: 96, incrs: STEPS_S, grid: { show: false }, values: (plot, splits) => splits.map((at) => labelTime(plot, at)) },
      { ...axis, size: measureLabels, space: 56, values: (_, splits) => splits.map((minor) => moneyShort(Math.round(minor), currency)) },
    ],
    series: [
      {},
      { ...line, stroke: ink, width: 1 },
      { ...line, stroke: curve, width: 2, dash: [2, 6], cap: "round" },
      { ...line, stroke: curve, fill: area, width: 2 },
    ],
  };
}

/** Seconds only where the curve is so short that minutes would repeat, days where it is longer than one. */
function labelTime(plot: uPlot, at: number): string {
  const { min, max } = plot.scales.x ?? {};
  const spanS = (max ?? 0) - (min ?? 0);
  const label = spanS > 2 * DAY_S ? formatDay : spanS > 8 * MINUTE_S ? formatClockShort : formatClock;
  return label(new Date(at * 1000));
}

/** The words for thousands and millions are of very different lengths, so the axis takes the room that they need. */
function measureLabels(plot: uPlot, labels: string[] | null): number {
  plot.ctx.save();
  plot.ctx.font = `${LABEL_PX * devicePixelRatio}px ${getComputedStyle(plot.root).fontFamily}`;
  const widest = Math.max(0, ...(labels ?? []).map((label) => plot.ctx.measureText(label).width));
  plot.ctx.restore();
  return Math.ceil(widest / devicePixelRatio) + LABEL_GAP_PX * 2;
}

/** How far the last label of the time reaches beyond its place. */
function halfOfLabel(font: string): number {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return 0;
  context.font = font;
  return Math.ceil(context.measureText(formatClock(new Date())).width / 2);
}

/** The colours as the style sheet resolves them here, since a canvas knows no custom properties. */
function readLook(target: HTMLElement) {
  const style = getComputedStyle(target);
  return {
    ink: style.color,
    grid: style.borderBlockEndColor,
    curve: style.outlineColor,
    area: style.backgroundColor,
    font: `${LABEL_PX}px ${style.fontFamily}`,
  };
}
