import { hearServerTime } from "./clock";
import { readProblem, unreachable } from "./problem";

const ANSWER_WAIT_MS_MAX = 20_000;
const NOT_MODIFIED = 304;

export interface Asked {
  readonly response: Response;
  readonly text: string;
}

/** One request, once. What is no good answer is thrown as an ApiError; that an answer is still the same is good. */
export async function ask(path: string, init: RequestInit): Promise<Asked> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      ...init,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_WAIT_MS_MAX),
    });
    text = await response.text();
  } catch (error) {
    throw unreachable(String(error));
  }
  hearServerTime(response.headers.get("date"), Date.now());
  if (!response.ok && response.status !== NOT_MODIFIED) {
    throw readProblem(response.status, parse(text), response.headers.get("retry-after"), Date.now());
  }
  return { response, text };
}

/** What a text says as JSON; undefined where it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
