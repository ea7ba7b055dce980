/** What the server, or the way to it, said when a call failed. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** The stable code of the error; `network.unreachable` when no answer came at all. */
    readonly code: string,
    readonly status: number,
    readonly retryable: boolean,
    readonly retryAfterS: number | null,
    readonly detail: string,
  ) {
    super(`${code} (${status}): ${detail}`);
  }
}

export const NETWORK_UNREACHABLE = "network.unreachable";

export const unreachable = (detail: string): ApiError =>
  new ApiError(NETWORK_UNREACHABLE, 0, true, null, detail);

/** Turns the body of a failed answer into an ApiError; a body that is no problem document still makes one. */
export function readProblem(status: number, body: unknown, retryAfter: string | null, now: number): ApiError {
  const problem = isRecord(body) ? body : {};
  return new ApiError(
    typeof problem.code === "string" ? problem.code : guessCode(status),
    status,
    typeof problem.retryable === "boolean" ? problem.retryable : status === 429 || status === 503,
    readRetryAfter(retryAfter, now) ?? readSeconds(problem.retry_after_s),
    typeof problem.detail === "string" ? problem.detail : "",
  );
}

/** Seconds that a Retry-After header asks for, given either as a number or as a date. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}

function readSeconds(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

/** A proxy in front may answer with a page of its own, so the status alone has to do. */
function guessCode(status: number): string {
  switch (status) {
    case 401:
      return "auth.missing";
    case 403:
      return "auth.forbidden";
    case 404:
      return "request.not_found";
    case 429:
      return "limit.rate";
    case 502:
    case 503:
    case 504:
      return "server.overloaded";
    default:
      return "server.internal";
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
