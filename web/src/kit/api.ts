import type {
  ActPage,
  Books,
  BurnPoint,
  Claim,
  NewPool,
  Pool,
  PoolAct,
  Session,
  WalletPage,
} from "./contract";
import { ApiError, readProblem, unreachable } from "./problem";

const ANSWER_WAIT_MS_MAX = 20_000;

type Method = "GET" | "POST" | "DELETE";

/** One call of the contract, once; who wants to ask again wraps it in `persist`. */
async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers: method === "GET" ? { accept: "application/json" } : JSON_HEADERS,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_WAIT_MS_MAX),
    });
    text = await response.text();
  } catch (error) {
    throw unreachable(String(error));
  }
  const answer = parse(text);
  if (!response.ok) throw readProblem(response.status, answer, response.headers.get("retry-after"), Date.now());
  if (answer === undefined && response.status !== 204) {
    throw new ApiError("server.internal", response.status, false, null, `no JSON at ${path}`);
  }
  return answer as T;
}

const JSON_HEADERS = { accept: "application/json", "content-type": "application/json" };

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const readSession = () => call<Session>("GET", "/v1/session");
export const redeemCode = (code: string) => call<Session>("POST", "/v1/session", { code });
export const enterAsGuest = () => call<Session>("POST", "/v1/session/guest", {});
export const leave = () => call<undefined>("DELETE", "/v1/session");

export const listPools = () => call<{ pools: readonly Pool[] }>("GET", "/v1/pools").then((answer) => answer.pools);
export const createPool = (pool: NewPool) => call<Books>("POST", "/v1/pools", pool);
export const claimShare = (pool: number, occasion: string) =>
  call<Claim>("POST", `/v1/pools/${pool}/claims`, { occasion });
export const readWallet = (before: string | null) =>
  call<WalletPage>("GET", `/v1/fans/me/wallet${before === null ? "" : `?before=${encodeURIComponent(before)}`}`);

export const readBooks = (pool: number) => call<Books>("GET", `/v1/pools/${pool}/books`);
export const readBurnDown = (pool: number, points: number) =>
  call<{ points: readonly BurnPoint[] }>("GET", `/v1/pools/${pool}/burn-down?points=${points}`).then(
    (answer) => answer.points,
  );
export const burnDownEvents = (pool: number): string => `/v1/pools/${pool}/burn-down/events`;
export const actOnPool = (pool: number, act: PoolAct, reason: string) =>
  call<Books>("POST", `/v1/pools/${pool}/${act}`, { reason });
export const readActs = (pool: number, before: number | null) =>
  call<ActPage>("GET", `/v1/pools/${pool}/acts${before === null ? "" : `?before=${before}`}`);
