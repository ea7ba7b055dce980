import { ask, parse } from "./ask";
import type {
  ActPage,
  Books,
  Budget,
  BurnPoint,
  NewPool,
  Pool,
  PoolAct,
  ProofDocument,
  Raise,
  Receipt,
  Session,
  WalletPage,
} from "./contract";
import { ApiError } from "./problem";

type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** One call of the contract, once; who wants to ask again wraps it in `persist`. */
export async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const { response, text } = await ask(path, {
    method,
    headers: method === "GET" ? { accept: "application/json" } : JSON_HEADERS,
    body: body === undefined ? null : JSON.stringify(body),
  });
  const answer = parse(text);
  if (answer === undefined && response.status !== 204) {
    throw new ApiError("server.internal", response.status, false, null, `no JSON at ${path}`);
  }
  return answer as T;
}

const JSON_HEADERS = { accept: "application/json", "content-type": "application/json" };

export const readSession = () => call<Session>("GET", "/v1/session");
export const redeemCode = (code: string) => call<Session>("POST", "/v1/session", { code });
export const enterAsGuest = () => call<Session>("POST", "/v1/session/guest", {});
export const leave = () => call<undefined>("DELETE", "/v1/session");

export const listPools = () => call<{ pools: readonly Pool[] }>("GET", "/v1/pools").then((answer) => answer.pools);
export const createPool = (pool: NewPool) => call<Books>("POST", "/v1/pools", pool);
export const readWallet = (before: string | null) =>
  call<WalletPage>("GET", `/v1/fans/me/wallet${before === null ? "" : `?before=${encodeURIComponent(before)}`}`);

export const readReceipt = (pool: number, occasion: string) =>
  call<Receipt>("GET", `/v1/pools/${pool}/receipt?occasion=${encodeURIComponent(occasion)}`);
export const readProofDocument = (pool: number) => call<ProofDocument>("GET", `/v1/pools/${pool}/proof`);
/** The text as it was committed to, to the last byte. */
export const readTerms = (pool: number, tranche: number): Promise<string> =>
  ask(`/v1/pools/${pool}/tranches/${tranche}/terms`, { headers: { accept: "application/json" } }).then(({ text }) => text);
export const exportAddress = (pool: number): string => `/v1/pools/${pool}/export`;

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

export const extendPool = (pool: number, reason: string, validUntil: string) =>
  call<Books>("POST", `/v1/pools/${pool}/extend`, { reason, valid_until: validUntil });

export const pacePool = (pool: number, reason: string, sharesPerSecond: number) =>
  call<Books>("POST", `/v1/pools/${pool}/pace`, { reason, shares_per_second: sharesPerSecond });

const raisesOf = (answer: { raises: readonly Raise[] }): readonly Raise[] => answer.raises;
export const listRaises = (pool: number) => call<{ raises: readonly Raise[] }>("GET", `/v1/pools/${pool}/raises`).then(raisesOf);
export const proposeRaise = (pool: number, reason: string, budget: Budget) =>
  call<{ raises: readonly Raise[] }>("POST", `/v1/pools/${pool}/raises`, { reason, ...budget }).then(raisesOf);
export const approveRaise = (pool: number, raise: number, reason: string) =>
  call<Books>("POST", `/v1/pools/${pool}/raises/${raise}/approve`, { reason });
