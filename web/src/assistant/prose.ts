/** What a model wrote, as paragraphs, lists and code; never as markup of the page. Pure. */

export type Prose =
  | { readonly kind: "paragraph"; readonly spans: readonly Span[] }
  | { readonly kind: "heading"; readonly spans: readonly Span[] }
  | { readonly kind: "list"; readonly isOrdered: boolean; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: "code"; readonly text: string };

export interface Span {
  readonly kind: "text" | "strong" | "code";
  readonly text: string;
}

const FENCE = /^\s*```/;
const BULLET = /^\s*[-*•]\s+(.*)$/;
const NUMBERED = /^\s*\p{Nd}{1,2}[.)]\s+(.*)$/u;
const HEADING = /^\s*#{1,6}\s+(.*)$/;
const MARKED = /\*\*([^*\n]+)\*\*|`([^`\n]+)`/g;

export function proseOf(text: string): readonly Prose[] {
  const found: Prose[] = [];
  let open: string[] = [];
  const close = () => {
    if (open.length > 0) found.push({ kind: "paragraph", spans: spansOf(open.join("\n")) });
    open = [];
  };
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (FENCE.test(line)) {
      close();
      const end = lines.findIndex((each, later) => later > at && FENCE.test(each));
      const last = end < 0 ? lines.length : end;
      found.push({ kind: "code", text: lines.slice(at + 1, last).join("\n") });
      at = last;
      continue;
    }
    const heading = HEADING.exec(line)?.[1];
    const item = BULLET.exec(line)?.[1] ?? NUMBERED.exec(line)?.[1];
    if (line.trim() === "") close();
    else if (heading !== undefined) {
      close();
      found.push({ kind: "heading", spans: spansOf(heading) });
    } else if (item !== undefined) {
      close();
      addItem(found, NUMBERED.test(line), spansOf(item));
    } else open.push(line);
  }
  close();
  return found;
}

function addItem(found: Prose[], isOrdered: boolean, item: readonly Span[]): void {
  const last = found.at(-1);
  if (last?.kind === "list" && last.isOrdered === isOrdered) {
    found[found.length - 1] = { ...last, items: [...last.items, item] };
  } else found.push({ kind: "list", isOrdered, items: [item] });
}

function spansOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > from) spans.push({ kind: "text", text: text.slice(from, match.index) });
    spans.push(match[1] === undefined ? { kind: "code", text: match[2] ?? "" } : { kind: "strong", text: match[1] });
    from = match.index + match[0].length;
  }
  if (from < text.length) spans.push({ kind: "text", text: text.slice(from) });
  return spans;
}
