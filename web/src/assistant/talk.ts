import { signal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { parse } from "../kit/ask";
import { ApiError, readProblem, unreachable } from "../kit/problem";
import { explain, language } from "../kit/text";
import { framesOf, textOf } from "./frames";

export const QUESTION_LENGTH_MAX = 500;
const TURNS_MAX = 50;
const ANSWER_WAIT_MS_MAX = 20_000;
/** Sentences of an answer that are read aloud; the others are on the page. */
const SPOKEN_MAX = 4;

export interface Source {
  readonly id: string;
  readonly at: string | null;
  readonly type: string | null;
  readonly code: string | null;
  readonly version: number | null;
}

export interface Statement {
  readonly id: string;
  readonly text: string;
  readonly sources: readonly string[];
}

export interface Choice {
  readonly code: string;
  readonly text: string;
}

export interface Turn {
  readonly id: number;
  readonly question: string;
  readonly phase: "asking" | "answered" | "failed";
  /** Of the answer, once it is known. */
  readonly language: string | null;
  readonly statements: readonly Statement[];
  readonly sources: readonly Source[];
  readonly choices: readonly Choice[];
  readonly isQuick: boolean;
  readonly error: unknown;
}

export const turns = signal<readonly Turn[]>([]);
let last = 0;

export const isAsking = (): boolean => turns.value.some(({ phase }) => phase === "asking");

/** Asks, and shows the answer as it comes; one question at a time. */
export async function ask(typed: string): Promise<void> {
  const question = typed.trim().slice(0, QUESTION_LENGTH_MAX);
  if (question === "" || isAsking()) return;
  last += 1;
  const id = last;
  const begun: Turn = {
    id,
    question,
    phase: "asking",
    language: null,
    statements: [],
    sources: [],
    choices: [],
    isQuick: false,
    error: null,
  };
  turns.value = [...turns.value, begun].slice(-TURNS_MAX);
  try {
    for await (const { event, data } of answerTo(question)) change(id, (turn) => heard(turn, event, data));
    change(id, (turn) => ({ ...turn, phase: "answered" }));
    tell(id);
  } catch (error) {
    change(id, (turn) => ({ ...turn, phase: "failed", error }));
    announce(explain(error));
  }
}

/** Asks the same question anew, in its place. */
export function askAgain(turn: Turn): void {
  turns.value = turns.value.filter(({ id }) => id !== turn.id);
  void ask(turn.question);
}

async function* answerTo(question: string) {
  const asked = { question, language: language(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC" };
  let response: Response;
  try {
    response = await fetch("/v1/assistant/questions", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify(asked),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_WAIT_MS_MAX),
    });
  } catch (error) {
    throw unreachable(String(error));
  }
  if (!response.ok || !response.body) {
    throw readProblem(response.status, parse(await response.text()), response.headers.get("retry-after"), Date.now());
  }
  let isWhole = false;
  try {
    for await (const frame of framesOf(textOf(response.body))) {
      isWhole ||= frame.event === "done" || frame.event === "problem";
      yield frame;
    }
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw unreachable(String(error));
  }
  if (!isWhole) throw unreachable("the answer broke off");
}

/** The turn with what an event said. */
export function heard(turn: Turn, event: string, data: unknown): Turn {
  switch (event) {
    case "understood":
      return { ...turn, language: (data as { language: string }).language };
    case "source":
      return { ...turn, sources: [...turn.sources, (data as { source: Source }).source] };
    case "statement":
      return { ...turn, statements: [...turn.statements, data as Statement] };
    case "choice":
      return { ...turn, choices: [...turn.choices, data as Choice] };
    case "done":
      return { ...turn, isQuick: (data as { quick: boolean }).quick };
    case "problem": {
      const { code, retry_after_s } = data as { code: string; retry_after_s: number | null };
      throw new ApiError(code, 0, retry_after_s !== null, retry_after_s, "");
    }
    default:
      return turn;
  }
}

function change(id: number, how: (turn: Turn) => Turn): void {
  turns.value = turns.value.map((turn) => (turn.id === id ? how(turn) : turn));
}

/** Said once, when the answer is whole. */
function tell(id: number): void {
  const turn = turns.value.find((each) => each.id === id);
  if (turn) announce(turn.statements.slice(0, SPOKEN_MAX).map(({ text }) => text).join(" "));
}
