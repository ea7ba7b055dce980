import { call } from "../kit/api";

export type TakeState = "waiting" | "working" | "complete" | "failed" | "cancelled";
export type PathShape = "orbit" | "sweep";

export interface Order {
  readonly session: string;
  readonly instant_s: number;
  readonly path: PathShape;
  readonly from_deg: number;
  readonly until_deg: number;
  readonly pictures: number;
  readonly height_px: number;
  readonly strobe_s: readonly number[];
  readonly moving_s: number;
  readonly empty_until_s: number | null;
}

export interface CameraTold {
  readonly id: string;
  readonly iou: number | null;
  readonly shift_px: number | null;
  readonly residual_px: number | null;
  readonly dropped: string | null;
}

export interface MovingTold {
  readonly wanted: number;
  readonly shown: number;
}

export interface Provenance {
  readonly rig: string;
  readonly rig_digest: string;
  readonly cameras: readonly CameraTold[];
  readonly took_s: Readonly<Record<string, number>>;
  readonly version: string;
  readonly moving?: MovingTold | null;
}

export interface Take {
  readonly id: number;
  readonly order: Order;
  readonly state: TakeState;
  readonly step: string;
  readonly progress: number;
  readonly code: string | null;
  readonly detail: string;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly provenance: Provenance | null;
  readonly triggered_at: string;
  readonly published_at: string | null;
}

export interface TakesPage {
  readonly takes: readonly Take[];
  readonly next: number | null;
}

export const CLIP = "clip.mp4";
export const MOVING = "moving.mp4";
export const POSTER = "poster.jpg";
export const MODEL = "model.glb";
export const STROBE = "strobe.jpg";

export const listTakes = (before: number | null) =>
  call<TakesPage>("GET", `/v1/replay/takes${before === null ? "" : `?before=${before}`}`);
export const readTake = (take: number) => call<Take>("GET", `/v1/replay/takes/${take}`);

export const has = (take: Take, file: string): boolean => take.files.some(({ name }) => name === file);
export const addressOf = (take: Take, file: string): string => `/v1/replay/takes/${take.id}/files/${file}`;
