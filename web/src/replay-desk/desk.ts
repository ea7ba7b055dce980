import { batch, computed, signal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { call } from "../kit/api";
import { BRISK, persist } from "../kit/retry";
import { explain, t } from "../kit/text";
import { watch } from "../kit/watching";
import { listTakes, type Order, type PathShape, type Take } from "../replay/takes";

export interface Session {
  readonly name: string;
  readonly rig: string;
  readonly from_s: number;
  readonly until_s: number;
  readonly fps: number;
  readonly cameras: readonly { readonly id: string; readonly residual_px: number | null }[];
}

export const STROBE_PHASES_MAX = 8;
/** How long before the moment and after it time may run in a second clip. */
export const MOVING_S = [0.5, 1, 2] as const;
export const HEIGHTS_PX = [360, 720, 1080] as const;
const BUSY_MS = 1_000;
const IDLE_MS = 5_000;

export const names = signal<readonly string[] | null>(null);
export const session = signal<Session | null>(null);
/** What is looked at, in the rig's time. */
export const at = signal(0);
/** The same, once the hand rests: pictures are asked for only then. */
export const rested = signal(0);
/** The camera whose pictures stand around the moment. */
export const leading = signal<string | null>(null);
export const problem = signal<unknown>(undefined);
export const takes = signal<readonly Take[]>([]);
export const opened = signal<number | null>(null);
export const isSending = signal(false);

export const path = signal<PathShape>("orbit");
export const fromDeg = signal(0);
export const untilDeg = signal(90);
export const pictures = signal(96);
export const heightPx = signal<number>(720);
/** 0: no second clip. */
export const movingS = signal(0);
export const phases = signal<readonly number[]>([]);

const REST_MS = 120;
let resting: ReturnType<typeof setTimeout> | undefined;

export const isBusy = computed(() => takes.value.some(({ state }) => state === "waiting" || state === "working"));

export async function openDesk(): Promise<void> {
  await listSessions();
  const first = names.value?.[0];
  if (session.value === null && first !== undefined) await openSession(first);
  void follow();
}

export const listSessions = (): Promise<void> =>
  attempt(async () => {
    names.value = (await persist(() => call<{ sessions: readonly string[] }>("GET", "/v1/replay/sessions"), BRISK)).sessions;
  });

/** Opens a session at an instant, in its middle unless another is named. */
export async function openSession(name: string, instant?: number | null): Promise<void> {
  await attempt(async () => {
    const found = await persist(() => call<Session>("GET", `/v1/replay/sessions/${encodeURIComponent(name)}`), BRISK);
    batch(() => {
      session.value = found;
      leading.value = found.cameras[0]?.id ?? null;
      phases.value = [];
      seek(instant ?? (found.from_s + found.until_s) / 2);
      // At once: the session that was open has other instants.
      rested.value = at.value;
    });
  });
}

/** Looks at another instant, on the grid of the session's pictures. */
export function seek(time: number): void {
  const known = session.value;
  if (!known) return;
  const step = Math.round((time - known.from_s) * known.fps);
  const last = Math.floor((known.until_s - known.from_s) * known.fps);
  at.value = known.from_s + Math.min(Math.max(step, 0), last) / known.fps;
  clearTimeout(resting);
  resting = setTimeout(() => {
    rested.value = at.value;
  }, REST_MS);
}

export const pictureOf = (name: string, camera: string, time: number, width: number): string =>
  `/v1/replay/sessions/${encodeURIComponent(name)}/cameras/${encodeURIComponent(camera)}/image?at=${time.toFixed(3)}&width=${width}`;

export function markPhase(): void {
  const marked = Number(at.value.toFixed(3));
  const without = phases.value.filter((each) => each !== marked);
  const known = without.length < phases.value.length;
  phases.value = known ? without : [...without, marked].sort((a, b) => a - b).slice(0, STROBE_PHASES_MAX);
}

export async function trigger(): Promise<void> {
  const known = session.value;
  if (!known || isSending.value) return;
  isSending.value = true;
  await attempt(async () => {
    const order: Omit<Order, "empty_until_s"> = {
      session: known.name,
      instant_s: Number(at.value.toFixed(3)),
      path: path.value,
      from_deg: fromDeg.value,
      until_deg: untilDeg.value,
      pictures: pictures.value,
      height_px: heightPx.value,
      strobe_s: phases.value,
      moving_s: movingS.value,
    };
    const take = await call<Take>("POST", "/v1/replay/takes", order);
    takes.value = [take, ...takes.value];
    opened.value = take.id;
    announce(t("desk-triggered", { take: take.id }));
  });
  isSending.value = false;
}

export type TakeAct = "publish" | "withdraw" | "cancel";

export const act = (take: Take, what: TakeAct): Promise<void> =>
  attempt(async () => {
    const changed = await call<Take>("POST", `/v1/replay/takes/${take.id}/${what}`, {});
    takes.value = takes.value.map((each) => (each.id === changed.id ? changed : each));
    announce(t(`desk-told-${what}`, { take: take.id }));
  });

export const remove = (take: Take): Promise<void> =>
  attempt(async () => {
    await call("DELETE", `/v1/replay/takes/${take.id}`);
    takes.value = takes.value.filter(({ id }) => id !== take.id);
    if (opened.value === take.id) opened.value = null;
  });

let isFollowing = false;

/** Keeps the list of takes as it is on the server, often while one is made. */
async function follow(): Promise<void> {
  if (isFollowing) return;
  isFollowing = true;
  await watch(look, () => (isBusy.value ? BUSY_MS : IDLE_MS));
}

async function look(): Promise<void> {
  try {
    takes.value = (await listTakes(null)).takes;
  } catch (error) {
    problem.value = error;
  }
}

export async function attempt(work: () => Promise<void>): Promise<void> {
  problem.value = undefined;
  try {
    await work();
  } catch (error) {
    problem.value = error;
    announce(explain(error));
  }
}
