import { batch, computed, signal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { call } from "../kit/api";
import { explainCode, t } from "../kit/text";
import { watch } from "../kit/watching";
import { has, MOVING, type Take } from "../replay/takes";
import { attempt } from "./desk";

export type AirState = "waiting" | "on_air" | "sent" | "failed" | "stopped";
export type AirClip = "clip" | "moving";

export interface Airing {
  readonly id: number;
  readonly take: number;
  readonly clip: AirClip;
  readonly target: string;
  readonly times: number;
  readonly state: AirState;
  readonly progress: number;
  readonly code: string | null;
  readonly detail: string;
  readonly asked_at: string;
}

interface AiringsPage {
  readonly targets: readonly string[];
  readonly airings: readonly Airing[];
}

export const TIMES_MAX = 20;
const BUSY_MS = 500;
const IDLE_MS = 5_000;

/** Where takes may be sent, by name; where to that is, the server alone knows. */
export const targets = signal<readonly string[]>([]);
export const airings = signal<readonly Airing[]>([]);
export const target = signal("");
export const clip = signal<AirClip>("clip");
export const times = signal(1);

export const isUnderWay = ({ state }: Airing): boolean => state === "waiting" || state === "on_air";
const isBusy = computed(() => airings.value.some(isUnderWay));

/** What of a take is on air, and what became of the last time; the newest first. */
export const airingsOf = (take: Take): readonly Airing[] => {
  const all = airings.value.filter((each) => each.take === take.id);
  return all.filter((each, at) => isUnderWay(each) || at === 0);
};

export const clipOf = (take: Take): AirClip => (has(take, MOVING) ? clip.value : "clip");

let isSending = false;

/** Sends a take to the chosen target; while something is on its way there, nothing else is. */
export async function sendToAir(take: Take): Promise<void> {
  if (isSending || take.state !== "complete" || target.value === "") return;
  isSending = true;
  await attempt(async () => {
    const order = { target: target.value, clip: clipOf(take), times: times.value };
    const begun = await call<Airing>("POST", `/v1/replay/takes/${take.id}/air`, order);
    airings.value = [begun, ...airings.value];
    announce(t("desk-air-begun", { take: take.id, target: begun.target }));
  });
  isSending = false;
}

export const takeOffAir = (airing: Airing): Promise<void> =>
  attempt(async () => {
    put(await call<Airing>("POST", `/v1/replay/airings/${airing.id}/stop`, {}));
  });

/** Keeps what is on air as it is on the server, and says aloud what became of it. */
export const followAir = (): Promise<never> => watch(look, () => (isBusy.value ? BUSY_MS : IDLE_MS));

/** What cannot be asked now is asked again soon: the list of takes says what is wrong. */
async function look(): Promise<void> {
  let found: AiringsPage;
  try {
    found = await call<AiringsPage>("GET", "/v1/replay/airings");
  } catch {
    return;
  }
  const before = airings.value;
  batch(() => {
    targets.value = found.targets;
    airings.value = found.airings;
    if (!found.targets.includes(target.value)) target.value = found.targets[0] ?? "";
  });
  for (const each of found.airings) {
    const seen = before.find(({ id }) => id === each.id);
    if (seen && standOf(seen) !== standOf(each)) announce(told(each));
  }
}

const WORDS: Readonly<Record<AirState, string>> = {
  waiting: "desk-air-waiting",
  on_air: "desk-air-on",
  sent: "desk-air-sent",
  failed: "desk-air-failed",
  stopped: "desk-air-stopped",
};

/** Until the first picture has gone out, nothing is on air yet. */
const standOf = ({ state, progress }: Airing): AirState => (state === "on_air" && progress === 0 ? "waiting" : state);

/** How it stands; why it failed in the reader's words, else as the server said it. */
export const told = (airing: Airing): string =>
  t(WORDS[standOf(airing)], { target: airing.target, why: (airing.code !== null && explainCode(airing.code)) || airing.detail });

function put(airing: Airing): void {
  airings.value = airings.value.map((each) => (each.id === airing.id ? airing : each));
}
