import { batch, signal } from "@preact/signals";
import { BRISK, persist } from "../kit/retry";
import type { CollectionAnswer, CollectionsAnswer, DocumentAnswer } from "./answers";
import {
  changeCollection,
  type CollectionChange,
  createCollection,
  deleteCollection,
  deleteDocument,
  listCollections,
  listDocuments,
  readDocument,
} from "./api";
import { isUnderWay } from "./versions";

export const collections = signal<CollectionsAnswer | undefined>(undefined);
export const collectionsError = signal<unknown>(undefined);
export const shelfError = signal<unknown>(undefined);

/** The documents of the collection that is looked at. */
export interface Shelf {
  readonly collection: number;
  readonly documents: readonly DocumentAnswer[];
  /** Where the list goes on; null where it is whole. */
  readonly next: string | null;
}
export const shelf = signal<Shelf | undefined>(undefined);

const DOCUMENTS_SHOWN_MAX = 2_000;
const POLL_MS = 1_000;
const POLL_LONG_MS = 5_000;
/** After two minutes of every second, more seldom; after an hour not at all. */
const POLLS_BRISK_MAX = 120;
const POLLS_MAX = 820;
/** Documents asked for in one round. */
const POLLED_MAX = 8;

let turn = 0;

export async function loadCollections(): Promise<void> {
  turn += 1;
  const mine = turn;
  try {
    const fresh = await persist(listCollections, BRISK);
    if (mine !== turn) return;
    collections.value = fresh;
    collectionsError.value = undefined;
  } catch (error) {
    if (mine === turn) collectionsError.value = error;
  }
}

/** Whoever she is now, these were somebody else's. */
export function forgetCollections(): void {
  turn += 1;
  collections.value = undefined;
  collectionsError.value = undefined;
}

export const collectionOf = (id: number): CollectionAnswer | undefined =>
  collections.value?.collections.find((each) => each.id === id);

export async function openShelf(collection: number): Promise<void> {
  if (shelf.value?.collection !== collection) shelf.value = undefined;
  wanted = collection;
  try {
    const { documents, next } = await persist(() => listDocuments(collection, null), BRISK);
    if (wanted !== collection) return;
    batch(() => {
      shelf.value = { collection, documents, next };
      shelfError.value = undefined;
    });
    watch();
    // It may have been opened to her since the list was read.
    if (collections.value && !collectionOf(collection)) await loadCollections();
  } catch (error) {
    if (wanted === collection) shelfError.value = error;
  }
}

let wanted: number | null = null;

/** Nobody looks at the documents any more, so nothing is asked for. */
export function leaveShelf(): void {
  wanted = null;
  shelf.value = undefined;
  shelfError.value = undefined;
  clearTimeout(timer);
}

export async function loadMore(): Promise<void> {
  const now = shelf.value;
  if (!now || now.next === null) return;
  try {
    const { documents, next } = await persist(() => listDocuments(now.collection, now.next), BRISK);
    if (shelf.value !== now) return;
    const listed = [...now.documents, ...documents];
    shelf.value = { ...now, documents: listed, next: listed.length < DOCUMENTS_SHOWN_MAX ? next : null };
    watch();
  } catch (error) {
    shelfError.value = error;
  }
}

/** A document that has changed takes its place; a new one stands first, where the uploader looks. */
export function takeDocument(collection: number, fresh: DocumentAnswer): void {
  const now = shelf.value;
  if (!now || now.collection !== collection) return;
  const isKnown = now.documents.some(({ id }) => id === fresh.id);
  const documents = isKnown ? now.documents.map((each) => (each.id === fresh.id ? fresh : each)) : [fresh, ...now.documents];
  shelf.value = { ...now, documents };
  watch();
}

let timer = 0;
let polls = 0;

/** Asks every second for what is being read, as long as there is something, and not for ever. */
function watch(): void {
  clearTimeout(timer);
  polls = 0;
  plan();
}

function plan(): void {
  const open = underWay();
  if (open.length === 0 || polls >= POLLS_MAX) return;
  timer = window.setTimeout(() => void poll(), polls < POLLS_BRISK_MAX ? POLL_MS : POLL_LONG_MS);
}

const underWay = (): readonly DocumentAnswer[] => (shelf.value?.documents ?? []).filter(({ versions }) => versions.some(isUnderWay));

async function poll(): Promise<void> {
  polls += 1;
  const collection = shelf.value?.collection;
  if (collection === undefined) return;
  const open = document.hidden ? [] : underWay().slice(0, POLLED_MAX);
  for (const { id } of open) {
    try {
      const fresh = await readDocument(id);
      if (shelf.value?.collection !== collection) return;
      exchange(fresh);
    } catch {
      // The next round asks again; one that was deleted goes with the next look at the list.
    }
  }
  if (open.length > 0 && underWay().length === 0) void loadCollections();
  if (shelf.value?.collection === collection) plan();
}

function exchange(fresh: DocumentAnswer): void {
  const now = shelf.value;
  if (now) shelf.value = { ...now, documents: now.documents.map((each) => (each.id === fresh.id ? fresh : each)) };
}

export async function removeDocument(id: number): Promise<void> {
  await deleteDocument(id);
  const now = shelf.value;
  if (now) shelf.value = { ...now, documents: now.documents.filter((each) => each.id !== id) };
  await loadCollections();
}

export async function addCollection(name: string): Promise<CollectionAnswer> {
  const fresh = await createCollection(name);
  await loadCollections();
  return fresh;
}

export async function amendCollection(id: number, change: CollectionChange): Promise<void> {
  await changeCollection(id, change);
  await loadCollections();
}

export async function removeCollection(id: number): Promise<void> {
  await deleteCollection(id);
  await loadCollections();
}
