import { parse } from "../kit/ask";
import { ApiError, readProblem, unreachable } from "../kit/problem";
import { type Frame, framesOf, textOf } from "./frames";

/** The server says every 15 seconds that it is still there. */
const SILENCE_MS_MAX = 40_000;
const ANSWER_MS_MAX = 180_000;
const ENDS = new Set(["done", "problem"]);

/**
 * The frames of an answer, as they come.
 *
 * Throws an ApiError: of the server, or that the line broke before the answer was whole. Who stops it gets no more.
 */
export async function* framesFrom(path: string, body: unknown, stop: AbortSignal): AsyncGenerator<Frame> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS_MAX);
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.any([stop, silence.signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
    });
    if (!response.ok || !response.body) {
      throw readProblem(response.status, parse(await response.text()), response.headers.get("retry-after"), Date.now());
    }
    let isWhole = false;
    for await (const frame of framesOf(textOf(response.body, () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS_MAX);
    }))) {
      isWhole ||= ENDS.has(frame.event);
      yield frame;
    }
    if (!isWhole) throw unreachable("the answer broke off");
  } catch (error) {
    if (stop.aborted) return;
    throw error instanceof ApiError ? error : unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}
