import { batch, signal } from "@preact/signals";
import { burnDownEvents, readBooks, readBurnDown } from "../kit/api";
import type { Books, BurnPoint } from "../kit/contract";
import { BRISK, persist } from "../kit/retry";
import { append } from "./series";

const POINTS = 300;
const RECONNECT_MS_MIN = 1_000;
const RECONNECT_MS_MAX = 30_000;

export type Connection = "live" | "reconnecting";

export const connection = signal<Connection>("reconnecting");
export const points = signal<readonly BurnPoint[]>([]);
export const liveError = signal<unknown>(undefined);

let source: EventSource | null = null;
let reconnectTimer = 0;
let failures = 0;

/** Follows the books of a pool until `unfollow`, through every break of the connection. */
export function follow(pool: number, onBooks: (books: Books) => void): void {
  points.value = [];
  connect(pool, onBooks);
}

export function unfollow(): void {
  clearTimeout(reconnectTimer);
  source?.close();
  source = null;
  failures = 0;
  connection.value = "reconnecting";
}

function connect(pool: number, onBooks: (books: Books) => void): void {
  const mine = new EventSource(burnDownEvents(pool));
  source = mine;
  mine.onopen = () => {
    failures = 0;
    connection.value = "live";
    // What happened before this connection, or during a break, comes from the books and not from the stream.
    void catchUp(pool, onBooks, mine);
  };
  mine.onerror = () => {
    connection.value = "reconnecting";
    // The browser reconnects by itself unless the server refused; then we do, ever more slowly.
    if (mine.readyState !== EventSource.CLOSED || source !== mine) return;
    if (failures === 0) void catchUp(pool, onBooks, mine);
    const waitMs = Math.min(RECONNECT_MS_MAX, RECONNECT_MS_MIN * 2 ** failures) * (1 + Math.random() / 4);
    failures += 1;
    reconnectTimer = window.setTimeout(() => connect(pool, onBooks), waitMs);
  };
  mine.addEventListener("books", (event) => {
    const books = readEvent(event);
    if (source !== mine || books === null || books.pool !== pool) return;
    batch(() => {
      connection.value = "live";
      points.value = append(points.value, books);
      onBooks(books);
    });
  });
}

async function catchUp(pool: number, onBooks: (books: Books) => void, mine: EventSource): Promise<void> {
  try {
    const [books, past] = await Promise.all([
      persist(() => readBooks(pool), BRISK),
      persist(() => readBurnDown(pool, POINTS), BRISK),
    ]);
    if (source !== mine) return;
    batch(() => {
      points.value = append(past, books);
      liveError.value = undefined;
      onBooks(books);
    });
  } catch (error) {
    if (source === mine) liveError.value = error;
  }
}

function readEvent(event: MessageEvent): Books | null {
  try {
    return JSON.parse(String(event.data)) as Books;
  } catch {
    return null;
  }
}
