import { signal } from "@preact/signals";
import { lastVisit } from "../games/visits";
import { announce } from "../kit/announcer";
import { ApiError, NETWORK_UNREACHABLE } from "../kit/problem";
import { BRISK, chooseWait } from "../kit/retry";
import { enterUnlessKnown, session } from "../kit/session";
import { explain, language, t } from "../kit/text";
import { readChoice, readWord } from "./agreeing";
import { type Carried, carriedBy, type Confirm, EMPTY, heard, newTurn, spoken, type Turn } from "./answer";
import { keepTalk, recallTalk } from "./keeping";
import { framesFrom } from "./stream";

export const QUESTION_LENGTH_MAX = 500;
export const TURNS_MAX = 50;
/** Questions that may wait for their turn. */
const QUEUED_MAX = 5;
/** Sentences of an answer that are read aloud; the others are on the page. */
const SPOKEN_MAX = 4;
const ENTER_MS_MAX = 2_500;
/** Who was here an hour ago is here still, and has missed nothing since. */
const AWAY_MS_MIN = 3_600_000;
const SINCE = lastVisit.value !== null && Date.now() - Date.parse(lastVisit.value) > AWAY_MS_MIN ? lastVisit.value : null;
const QUESTIONS = "/v1/assistant/questions";
const ACTS = "/v1/assistant/acts";

export interface Attached {
  readonly name: string;
  readonly text: string;
}

export const turns = signal<readonly Turn[]>([]);
/** A table that goes with every question until it is taken away. */
export const attached = signal<Attached | null>(null);
export const isOnline = signal(navigator.onLine);

let carried: Carried = { memory: null, conversation: null };
let last = 0;
let stop: AbortController | null = null;
let entering: Promise<void> | null = null;

export const isAsking = (): boolean => turns.value.some(({ phase }) => phase === "asking" || phase === "queued");
export const conversation = (): string | null => carried.conversation;

/** Takes up where this tab was before it was loaded anew. */
export function openTalk(): void {
  const kept = recallTalk();
  if (kept) restore(kept.turns, kept.carried);
  addEventListener("online", () => {
    isOnline.value = true;
    const lost = turns.value.find(({ phase, error }) => phase === "failed" && isOfTheLine(error));
    if (lost) askAgain(lost);
  });
  addEventListener("offline", () => {
    isOnline.value = false;
  });
}

/** Shows these turns, and goes on from them. */
export function restore(shown: readonly Turn[], from: Carried): void {
  stop?.abort();
  last = Math.max(last, ...shown.map(({ id }) => id));
  turns.value = shown.slice(-TURNS_MAX);
  carried = from;
  save();
}

export const beginAnew = (): void => restore([], { memory: null, conversation: null });

/** Asks, or answers what waits for her word; a question asked meanwhile waits for its turn. */
export function ask(typed: string): boolean {
  const question = typed.trim().slice(0, QUESTION_LENGTH_MAX);
  if (question === "") return false;
  const latest = turns.value.at(-1);
  if (latest && latest.offers.length > 0 && latest.word === "waiting" && settles(latest, question)) return true;
  if (turns.value.filter(({ phase }) => phase === "queued").length >= QUEUED_MAX) return false;
  add({ question, file: attached.value?.name ?? null });
  return true;
}

/** Whether what she said is her word on what waits for it; a yes to one of several is none yet. */
function settles(turn: Turn, said: string): boolean {
  const word = readWord(said);
  const open = turn.offers.filter(isInTime);
  const chosen = readChoice(said, open.map(({ button }) => button));
  const meant = word === "yes" && open.length === 1 ? open[0] : chosen === null ? undefined : open[chosen];
  if (meant !== undefined) agree(turn, meant, said);
  else if (word === "yes" && open.length > 1) askWhich(turn, said);
  else if (word !== null) decline(turn, said);
  return meant !== undefined || word !== null;
}

/** The offers stand again below, for her to choose one. */
function askWhich(turn: Turn, said: string): void {
  const which = t("assistant-which");
  change(turn.id, (each) => ({ ...each, offers: [] }));
  announce(which);
  say(said, which, { offers: turn.offers });
}

export const isInTime = ({ expires_at }: Confirm): boolean => Date.parse(expires_at) > Date.now();

/** Sends the token of an act: she agrees to it. */
export function agree(turn: Turn, offer: Confirm, said: string): void {
  change(turn.id, (each) => ({ ...each, offers: [offer], word: "given" }));
  add({ question: said, token: offer.token });
}

/** Drops the tokens; where she wrote so, her word stands as a turn of its own. */
export function decline(turn: Turn, said: string | null): void {
  change(turn.id, (each) => ({ ...each, word: "dropped" }));
  const dropped = t("assistant-dropped");
  announce(dropped);
  if (said !== null) say(said, dropped);
}

/** A turn of which the page knows the answer by itself. */
function say(said: string, text: string, also: Partial<Turn> = {}): void {
  last += 1;
  const parts = [{ kind: "statement", statement: { id: "none", text, sources: [] } } as const];
  const turn = newTurn(last, said, { phase: "answered", language: language(), parts, ...also });
  turns.value = [...turns.value, turn].slice(-TURNS_MAX);
  save();
}

/** Asks the same question anew, in its place. */
export function askAgain(turn: Turn): void {
  change(turn.id, (each) => ({ ...each, ...EMPTY, isAgain: false, phase: "queued" }));
  void work();
}

/** Stops the answer that comes in, and forgets the questions behind it. */
export function stopAnswer(): void {
  turns.value = turns.value.map((turn) => (turn.phase === "queued" ? { ...turn, phase: "stopped" } : turn));
  stop?.abort();
}

export function change(id: number, how: (turn: Turn) => Turn): void {
  turns.value = turns.value.map((turn) => (turn.id === id ? how(turn) : turn));
}

function add(also: Partial<Turn> & { question: string }): void {
  last += 1;
  turns.value = [...turns.value, newTurn(last, also.question, also)].slice(-TURNS_MAX);
  void work();
}

/** Answers what is queued, one question after the other: each goes on from the one before. */
async function work(): Promise<void> {
  if (stop !== null) return;
  for (let next = nextQueued(); next; next = nextQueued()) {
    stop = new AbortController();
    change(next.id, (turn) => ({ ...turn, phase: "asking" }));
    await answer(next, stop.signal);
    stop = null;
    save();
  }
}

const nextQueued = (): Turn | undefined => turns.value.find(({ phase }) => phase === "queued");

async function answer(turn: Turn, stopped: AbortSignal): Promise<void> {
  const { id } = turn;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await enter();
      await listen(turn, stopped);
      change(id, (each) => ({ ...each, phase: stopped.aborted ? "stopped" : "answered", isAgain: false }));
      if (!stopped.aborted) tell(id);
      return;
    } catch (error) {
      // An act is not repeated by itself, and without a line waiting is no use.
      const waitS = turn.token === null && navigator.onLine ? chooseWait(error, attempt, BRISK, Math.random()) : null;
      if (waitS === null || stopped.aborted) {
        change(id, (each) => ({ ...each, phase: stopped.aborted ? "stopped" : "failed", error }));
        announce(explain(error));
        return;
      }
      change(id, (each) => ({ ...each, isAgain: true }));
      await pause(waitS, stopped);
    }
  }
}

/** Hears one answer to its end; what an attempt before it had shown stays until there is something new. */
async function listen(turn: Turn, stopped: AbortSignal): Promise<void> {
  let isNew = false;
  for await (const { event, data } of framesFrom(turn.token === null ? QUESTIONS : ACTS, asked(turn), stopped)) {
    const from = isNew ? {} : { ...EMPTY, isAgain: false };
    isNew = true;
    change(turn.id, (each) => heard({ ...each, ...from }, event, data));
    if (event === "done") carried = carriedFrom(data);
    if (event === "acted") settle(turn);
  }
}

/** The offer says what came of it: an act that was refused is not done, whatever she agreed to. */
function settle({ id, token }: Turn): void {
  const outcome = turns.value.find((turn) => turn.id === id)?.outcome;
  const offer = turns.value.find(({ offers }) => offers.some((each) => each.token === token));
  if (offer && outcome === "refused") change(offer.id, (turn) => ({ ...turn, word: "dropped" }));
}

/** The conversation goes on where the end of an answer does not name another. */
function carriedFrom(data: unknown): Carried {
  const next = carriedBy(data);
  return { memory: next.memory, conversation: next.conversation ?? carried.conversation };
}

function asked(turn: Turn): Record<string, unknown> {
  const { memory, conversation: kept } = carried;
  const always = {
    language: language(),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
    ...(memory === null ? {} : { memory }),
  };
  if (turn.token !== null) return { token: turn.token, ...always };
  return {
    question: turn.question,
    ...always,
    ...(kept === null ? {} : { conversation: kept }),
    ...(SINCE === null ? {} : { since: SINCE }),
    ...(turn.file !== null && attached.value ? { table: attached.value.text } : {}),
  };
}

/** Who is nobody yet becomes a guest where guests are admitted, so that gifts and orders can be hers; else she asks as a visitor. */
function enter(): Promise<void> {
  if (session.value) return Promise.resolve();
  entering ??= Promise.race([
    enterUnlessKnown(() => {}).catch((error) => {
      if (isOfTheLine(error)) entering = null;
    }),
    new Promise<void>((resolve) => setTimeout(resolve, ENTER_MS_MAX)),
  ]);
  return entering;
}

const isOfTheLine = (error: unknown): boolean => error instanceof ApiError && error.code === NETWORK_UNREACHABLE;

function pause(seconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    stopped.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function save(): void {
  keepTalk(turns.value, carried);
}

/** Said once, when the answer is whole. */
function tell(id: number): void {
  const turn = turns.value.find((each) => each.id === id);
  if (turn) announce(spoken(turn, SPOKEN_MAX));
}
