import { batch, signal } from "@preact/signals";
import {
  actOnPool,
  approveRaise,
  createPool,
  extendPool,
  listPools,
  listRaises,
  pacePool,
  proposeRaise,
  readActs,
  readProofDocument,
} from "../kit/api";
import type { Act, Books, Budget, NewPool, Pool, PoolAct, ProofDocument, Raise } from "../kit/contract";
import { BRISK, persist } from "../kit/retry";
import { follow, unfollow } from "./live";

const POOLS_MAX = 200;
const ACTS_MAX = 1_000;

export const pools = signal<readonly Pool[] | undefined>(undefined);
export const chosenId = signal<number | null>(null);
export const books = signal<Books | undefined>(undefined);
export const acts = signal<readonly Act[]>([]);
export const olderActs = signal<number | null>(null);
export const raises = signal<readonly Raise[]>([]);
export const proof = signal<ProofDocument | null>(null);
export const deskError = signal<unknown>(undefined);

export async function openDesk(): Promise<void> {
  try {
    const listed = (await persist(listPools, BRISK)).slice(0, POOLS_MAX);
    pools.value = listed;
    deskError.value = undefined;
    const wished = Number(new URLSearchParams(location.search).get("pool"));
    const first = listed.find((pool) => pool.id === wished) ?? largest(listed.filter(({ state }) => state === "open")) ?? listed[0];
    if (first) choosePool(first.id);
  } catch (error) {
    deskError.value = error;
  }
}

/** Where most is at stake is where an operator looks first. */
const largest = (open: readonly Pool[]): Pool | undefined => [...open].sort((a, b) => b.total_minor - a.total_minor)[0];

export function choosePool(id: number): void {
  unfollow();
  batch(() => {
    chosenId.value = id;
    books.value = undefined;
    acts.value = [];
    olderActs.value = null;
    raises.value = [];
    proof.value = null;
  });
  const address = new URL(location.href);
  address.searchParams.set("pool", String(id));
  history.replaceState(history.state, "", address);
  follow(id, takeBooks);
  void loadPapers(id);
}

function takeBooks(fresh: Books): void {
  if (fresh.pool !== chosenId.value) return;
  const before = books.value;
  books.value = fresh;
  if (before === undefined || !differ(before, fresh)) return;
  // Somebody else has acted, so the audit log has grown.
  pools.value = pools.value?.map((pool) => (pool.id === fresh.pool ? { ...pool, state: fresh.state } : pool));
  void loadPapers(fresh.pool);
}

const differ = (a: Books, b: Books): boolean =>
  a.state !== b.state || a.shares !== b.shares || a.valid_until !== b.valid_until;

/** All that stands beside the books: acts, raises, what is published. */
const loadPapers = (id: number) => Promise.all([loadActs(id), loadRaises(id), loadProof(id)]);

async function loadRaises(id: number): Promise<void> {
  try {
    const known = await persist(() => listRaises(id), BRISK);
    if (id === chosenId.value) raises.value = known;
  } catch (error) {
    deskError.value = error;
  }
}

/** What is published of the pool; the heads move with every batch, so it is asked for again now and then. */
export async function loadProof(id: number): Promise<void> {
  try {
    const known = await persist(() => readProofDocument(id), BRISK);
    if (id === chosenId.value) proof.value = known;
  } catch (error) {
    deskError.value = error;
  }
}

export async function loadActs(id: number): Promise<void> {
  try {
    const page = await persist(() => readActs(id, null), BRISK);
    if (id !== chosenId.value) return;
    acts.value = page.acts;
    olderActs.value = page.next;
  } catch (error) {
    deskError.value = error;
  }
}

export async function loadOlderActs(): Promise<void> {
  const id = chosenId.value;
  const before = olderActs.value;
  if (id === null || before === null) return;
  try {
    const page = await persist(() => readActs(id, before), BRISK);
    if (id !== chosenId.value || olderActs.value !== before) return;
    acts.value = [...acts.value, ...page.acts];
    olderActs.value = acts.value.length < ACTS_MAX ? page.next : null;
  } catch (error) {
    deskError.value = error;
  }
}

/** Acts once; an act is not repeated by itself, because a second one would be a second line in the audit log. */
export async function act(id: number, name: PoolAct, reason: string): Promise<void> {
  await finish(await actOnPool(id, name, reason));
}

export async function extend(id: number, reason: string, validUntil: string): Promise<void> {
  await finish(await extendPool(id, reason, validUntil));
}

export async function pace(id: number, reason: string, sharesPerSecond: number): Promise<void> {
  await finish(await pacePool(id, reason, sharesPerSecond));
}

export async function propose(id: number, reason: string, budget: Budget): Promise<void> {
  const known = await proposeRaise(id, reason, budget);
  if (id === chosenId.value) raises.value = known;
  await loadActs(id);
}

export async function approve(id: number, raise: number, reason: string): Promise<void> {
  await finish(await approveRaise(id, raise, reason));
}

async function finish(fresh: Books): Promise<void> {
  const before = books.value;
  takeBooks(fresh);
  // Books that differ have brought their papers along already.
  if (!before || before.pool !== fresh.pool || !differ(before, fresh)) await loadPapers(fresh.pool);
}

/** Creates a draft and shows it. */
export async function addPool(pool: NewPool): Promise<void> {
  const fresh = await createPool(pool);
  pools.value = (await persist(listPools, BRISK)).slice(0, POOLS_MAX);
  choosePool(fresh.pool);
}
