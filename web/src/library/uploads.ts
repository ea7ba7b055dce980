import { signal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { parse } from "../kit/ask";
import { readProblem, unreachable } from "../kit/problem";
import { explain, t } from "../kit/text";
import { readDocument, uploadAddress } from "./api";
import { type refusalOf } from "./files";
import { takeDocument } from "./shelf";

/** A file on its way to the server. */
export interface Upload {
  readonly id: number;
  readonly collection: number;
  readonly name: string;
  readonly size: number;
  readonly sent: number;
  readonly phase: "waiting" | "sending" | "failed" | "refused";
  readonly error?: unknown;
  readonly refusal?: ReturnType<typeof refusalOf>;
}

export interface Wish {
  readonly file: File;
  /** What the server is told of it: `name` at least. */
  readonly said: Readonly<Record<string, string>> & { readonly name: string };
  readonly refusal: ReturnType<typeof refusalOf>;
}

/** What is being sent or could not be; what has arrived stands among the documents. */
export const uploads = signal<readonly Upload[]>([]);

interface Waiting {
  readonly id: number;
  readonly collection: number;
  readonly wish: Wish;
}

const queue: Waiting[] = [];
let ids = 0;
let current: { readonly id: number; readonly request: XMLHttpRequest } | null = null;

/** Sends files one after the other, so that each arrives as early as it can. */
export function send(collection: number, wishes: readonly Wish[]): void {
  for (const wish of wishes) {
    ids += 1;
    const phase = wish.refusal === null ? "waiting" : "refused";
    const upload: Upload = { id: ids, collection, name: wish.said.name, size: wish.file.size, sent: 0, phase, refusal: wish.refusal };
    uploads.value = [...uploads.value, upload];
    if (wish.refusal === null) queue.push({ id: ids, collection, wish });
  }
  void work();
}

/** Stops a file that is on its way, forgets one that is not. */
export function dismiss(id: number): void {
  const at = queue.findIndex((each) => each.id === id);
  if (at >= 0) queue.splice(at, 1);
  if (current?.id === id) current.request.abort();
  uploads.value = uploads.value.filter((each) => each.id !== id);
}

const change = (id: number, news: Partial<Upload>): void => {
  uploads.value = uploads.value.map((each) => (each.id === id ? { ...each, ...news } : each));
};

async function work(): Promise<void> {
  while (current === null) {
    const next = queue.shift();
    if (!next) return;
    const { id, collection, wish } = next;
    try {
      change(id, { phase: "sending" });
      const taken = await transfer(id, uploadAddress(collection, wish.said), wish.file);
      takeDocument(collection, await readDocument(taken));
      announce(t("library-sent", { name: wish.said.name }));
      dismiss(id);
    } catch (error) {
      change(id, { phase: "failed", error });
      if (uploads.value.some((each) => each.id === id)) announce(explain(error));
    }
  }
}

/** One file by XMLHttpRequest, because `fetch` does not tell how much has been sent; the id of its document. */
function transfer(id: number, address: string, file: File): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    const request = new XMLHttpRequest();
    current = { id, request };
    request.open("POST", address);
    request.setRequestHeader("accept", "application/json");
    request.upload.onprogress = ({ loaded }) => change(id, { sent: loaded });
    request.onload = () => {
      const answer = parse(request.responseText);
      const document = documentIn(answer);
      if (request.status < 300 && document !== null) resolve(document);
      else reject(readProblem(request.status, answer, request.getResponseHeader("retry-after"), Date.now()));
    };
    request.onerror = () => reject(unreachable(address));
    request.onabort = () => reject(unreachable(address));
    request.send(file);
  }).finally(() => {
    current = null;
  });
}

/** The id of the document that an answer names. */
function documentIn(answer: unknown): number | null {
  const { document } = (answer ?? {}) as { readonly document?: unknown };
  return typeof document === "number" ? document : null;
}
