import { signal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { call } from "../kit/api";
import { ApiError } from "../kit/problem";
import { explainCode, t } from "../kit/text";
import { watch } from "../kit/watching";
import { attempt, listSessions, openSession } from "./desk";

export interface Kept {
  readonly instant_s: number | null;
  readonly session: string | null;
  readonly left_out: Readonly<Record<string, string>>;
  readonly code: string | null;
  readonly detail: string;
}

export interface Recorder {
  readonly name: string;
  readonly alive: boolean;
  readonly triggered: boolean;
  readonly held_from_s: number | null;
  readonly newest_s: number | null;
  readonly cameras: readonly { readonly id: string; readonly usable: boolean }[];
  readonly moments: number;
  readonly last: Kept | null;
}

const QUICK_MS = 500;
const LIVE_MS = 1_000;
const IDLE_MS = 5_000;
const GONE = ["replay.recorder_dead", "replay.recorder_unknown"];

export const recorders = signal<readonly Recorder[]>([]);
/** By recorder: how many moments it had kept when this desk wanted the next one. */
const wanted = signal<Readonly<Record<string, number>>>({});

/** Wants the moment of now from a recorder; without a name from the first that lives. */
export async function record(name = recorders.value.find(({ alive }) => alive)?.name): Promise<void> {
  const known = recorders.value.find((each) => each.name === name);
  if (!known?.alive || isRecording(known)) return;
  wanted.value = { ...wanted.value, [known.name]: known.moments };
  announce(t("desk-recorder-saving"));
  await attempt(async () => {
    try {
      put(await call<Recorder>("POST", `/v1/replay/recorders/${encodeURIComponent(known.name)}/triggers`, {}));
    } catch (error) {
      forget(known.name);
      if (!(error instanceof ApiError) || !GONE.includes(error.code)) throw error;
      put({ ...known, alive: false });
      announce(t("desk-recorder-gone"));
    }
  });
}

export const isRecording = (recorder: Recorder): boolean => recorder.triggered || recorder.name in wanted.value;

/** Keeps the recorders as they are on the server, and opens what this desk wanted. */
export const followRecorders = (): Promise<never> => watch(look, pauseMs);

function pauseMs(): number {
  if (recorders.value.some((each) => each.alive && isRecording(each))) return QUICK_MS;
  return recorders.value.some(({ alive }) => alive) ? LIVE_MS : IDLE_MS;
}

/** What cannot be asked now is asked again soon: the list of takes says what is wrong. */
async function look(): Promise<void> {
  let found: readonly Recorder[];
  try {
    found = (await call<{ recorders: readonly Recorder[] }>("GET", "/v1/replay/recorders")).recorders;
  } catch {
    return;
  }
  const before = recorders.value;
  recorders.value = found;
  for (const each of found) {
    const seen = before.find(({ name }) => name === each.name);
    if (seen && each.moments > seen.moments) await settle(each);
    // One that has died, or was started again, has forgotten what was wanted of it.
    else if (!each.alive || each.moments < (wanted.value[each.name] ?? 0)) forget(each.name);
  }
}

/** A moment is there, or is not; who wanted it here looks at it at once. */
async function settle(recorder: Recorder): Promise<void> {
  const { last, name } = recorder;
  const isOurs = (wanted.value[name] ?? Number.POSITIVE_INFINITY) < recorder.moments;
  if (isOurs) forget(name);
  if (!last) return;
  await listSessions();
  if (last.session === null) {
    if (isOurs) announce(failure(last));
    return;
  }
  if (!isOurs) return;
  await openSession(last.session, last.instant_s);
  announce(t("desk-recorder-saved", { session: last.session }));
}

/** Why a moment was not kept; what has no words in the reader's language is told as the recorder said it. */
export const failure = (kept: Kept): string => (kept.code !== null && explainCode(kept.code)) || kept.detail;

function put(recorder: Recorder): void {
  recorders.value = recorders.value.map((each) => (each.name === recorder.name ? recorder : each));
}

function forget(name: string): void {
  wanted.value = Object.fromEntries(Object.entries(wanted.value).filter(([each]) => each !== name));
}
