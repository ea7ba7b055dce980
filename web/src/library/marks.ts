/** The highlight on the picture of a page, in points of the page. Pure. */

import type { Box } from "./answers";

export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A marker is a little wider than the letters. */
const OVERHANG_PT = 1.5;

export const marksOf = (boxes: readonly Box[], widthPt: number, heightPt: number): readonly Mark[] =>
  boxes.map(([left, top, right, bottom]) => ({
    x: left * widthPt - OVERHANG_PT,
    y: top * heightPt - OVERHANG_PT,
    width: Math.max(0, right - left) * widthPt + 2 * OVERHANG_PT,
    height: Math.max(0, bottom - top) * heightPt + 2 * OVERHANG_PT,
  }));
