/** An answer as it comes in: the events of the assistant, and a turn that takes them in. Pure. */
import { ApiError } from "../kit/problem";

export type Origin = "live" | "campaign" | "library" | "replay" | "file";

/** A place in a document; `link` opens the page with the highlight. */
export interface Cited {
  readonly title: string;
  readonly label: string | null;
  readonly page: number;
  readonly link: string;
}

export interface Source {
  readonly id: string;
  readonly part: Origin;
  readonly at: string | null;
  readonly type: string | null;
  readonly code: string | null;
  readonly version: number | null;
  readonly digest: string | null;
  readonly cited: Cited | null;
}

export interface Statement {
  readonly id: string;
  readonly text: string;
  readonly sources: readonly string[];
}

export interface Quotation {
  readonly id: string;
  readonly text: string;
  readonly language: string;
  readonly source: string;
}

export type CardKind = "event" | "athlete" | "delegation" | "medal_table" | "envelope" | "order" | "invite" | "replay";

export interface Card {
  readonly kind: CardKind;
  readonly code: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly link: string;
  readonly source: string;
}

export interface Table {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly is_cut: boolean;
  readonly source: string;
}

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface Plot {
  readonly id: string;
  readonly kind: "line" | "bar";
  readonly title: string;
  readonly labels: readonly string[];
  readonly unit: string;
  readonly series: readonly Series[];
  readonly source: string;
}

export interface Confirm {
  readonly act: string;
  readonly text: string;
  readonly button: string;
  readonly token: string;
  readonly expires_at: string;
}

export interface Choice {
  readonly kind: string;
  readonly code: string;
  readonly text: string;
}

/** A piece that a language model composed, and whether it is its own word. */
export interface Composed {
  readonly text: string;
  readonly isOwn: boolean;
}

/** What an answer shows, in the order in which it came. */
export type Part =
  | { readonly kind: "statement"; readonly statement: Statement }
  | { readonly kind: "quotation"; readonly quotation: Quotation }
  | { readonly kind: "card"; readonly card: Card }
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "plot"; readonly plot: Plot };

export type Phase = "queued" | "asking" | "answered" | "stopped" | "failed";
/** What became of an act: done; not yet, and the same token may be sent again; or not at all. */
export type Outcome = "done" | "again" | "refused";
/** What has become of the acts that wait for her word. */
export type Word = "waiting" | "given" | "dropped";
export type Verdict = "good" | "bad";

export interface Turn {
  readonly id: number;
  readonly question: string;
  readonly phase: Phase;
  /** The act that the question agrees to; null where it asks something. */
  readonly token: string | null;
  /** The name of the table that went with it. */
  readonly file: string | null;
  /** Of the answer, once it is known. */
  readonly language: string | null;
  readonly isFollowUp: boolean;
  readonly parts: readonly Part[];
  readonly sources: readonly Source[];
  readonly choices: readonly Choice[];
  readonly suggestions: readonly string[];
  /** Acts that wait for her word, of which she may choose one. */
  readonly offers: readonly Confirm[];
  readonly word: Word;
  /** Of the act that the question agreed to. */
  readonly outcome: Outcome | null;
  readonly composed: readonly Composed[];
  /** The model that composed it, once it is verified. */
  readonly model: string | null;
  readonly isQuick: boolean;
  readonly asOf: string | null;
  /** Of the stored answer, where answers are stored. */
  readonly answer: string | null;
  readonly verdict: Verdict | null;
  /** The line broke, and the question is asked again by itself. */
  readonly isAgain: boolean;
  readonly error: unknown;
}

export const newTurn = (id: number, question: string, also: Partial<Turn> = {}): Turn => ({
  id,
  question,
  phase: "queued",
  token: null,
  file: null,
  verdict: null,
  isAgain: false,
  ...EMPTY,
  ...also,
});

/** Nothing has been said yet. */
export const EMPTY = {
  language: null,
  isFollowUp: false,
  parts: [],
  sources: [],
  choices: [],
  suggestions: [],
  offers: [],
  word: "waiting",
  outcome: null,
  composed: [],
  model: null,
  isQuick: false,
  asOf: null,
  answer: null,
  error: null,
} satisfies Partial<Turn>;

/** What the end of an answer says, to be sent with the next question. */
export interface Carried {
  readonly memory: unknown;
  readonly conversation: string | null;
}

interface Done {
  readonly quick: boolean;
  readonly as_of?: string;
  readonly memory?: unknown;
  readonly conversation?: string | null;
  readonly answer?: string | null;
}

export function carriedBy(data: unknown): Carried {
  const { memory, conversation } = data as Done;
  return { memory: memory ?? null, conversation: conversation ?? null };
}

/** The turn with what an event said; an event that we do not know changes nothing. */
export function heard(turn: Turn, event: string, data: unknown): Turn {
  switch (event) {
    case "understood": {
      const { language, followed } = data as { language: string; followed?: boolean };
      return { ...turn, language, isFollowUp: followed === true };
    }
    case "source":
      return { ...turn, sources: [...turn.sources, (data as { source: Source }).source] };
    case "statement":
      return withPart(turn, { kind: "statement", statement: data as Statement });
    case "quotation":
      return withPart(turn, { kind: "quotation", quotation: data as Quotation });
    case "card":
      return withPart(turn, { kind: "card", card: data as Card });
    case "table":
      return withPart(turn, { kind: "table", table: data as Table });
    case "plot":
      return withPart(turn, { kind: "plot", plot: data as Plot });
    case "choice":
      return { ...turn, choices: [...turn.choices, data as Choice] };
    case "suggestion":
      return { ...turn, suggestions: [...turn.suggestions, (data as { text: string }).text] };
    case "confirm":
      return { ...turn, offers: [...turn.offers, data as Confirm], word: "waiting" };
    case "acted":
      return { ...turn, outcome: (data as { outcome: Outcome }).outcome };
    case "delta": {
      const { text, is_own } = data as { text: string; is_own: boolean };
      return { ...turn, composed: appended(turn.composed, { text, isOwn: is_own }) };
    }
    case "verified":
      return { ...turn, model: (data as { model: string }).model };
    case "replaced":
      return { ...turn, composed: [], model: null };
    case "done": {
      const { quick, as_of, answer } = data as Done;
      // What was composed and never verified is not shown: the statements stand.
      const composed = turn.model === null ? [] : turn.composed;
      return { ...turn, composed, isQuick: quick, asOf: as_of ?? null, answer: answer ?? null };
    }
    case "problem": {
      const { code, retry_after_s } = data as { code: string; retry_after_s: number | null };
      throw new ApiError(code, 0, retry_after_s !== null, retry_after_s, "");
    }
    default:
      return turn;
  }
}

const withPart = (turn: Turn, part: Part): Turn => ({ ...turn, parts: [...turn.parts, part] });

function appended(composed: readonly Composed[], piece: Composed): readonly Composed[] {
  const last = composed.at(-1);
  if (last?.isOwn !== piece.isOwn) return [...composed, piece];
  return [...composed.slice(0, -1), { text: last.text + piece.text, isOwn: piece.isOwn }];
}

export type Statements = { readonly kind: "statements"; readonly statements: readonly Statement[] };
export type Block = Statements | Exclude<Part, { kind: "statement" }>;

/** The parts with sentences that follow one another together. */
export function blocksOf(parts: readonly Part[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const part of parts) {
    const last = blocks.at(-1);
    if (part.kind !== "statement") blocks.push(part);
    else if (last?.kind === "statements") {
      blocks[blocks.length - 1] = { kind: "statements", statements: [...last.statements, part.statement] };
    } else blocks.push({ kind: "statements", statements: [part.statement] });
  }
  return blocks;
}

export const statementsOf = (turn: Turn): readonly Statement[] =>
  turn.parts.flatMap((part) => (part.kind === "statement" ? [part.statement] : []));

/** What stands in place of the statements: the model's text, once it is whole; before that only where there is nothing else. */
export function shownComposed(turn: Turn): readonly Composed[] {
  return turn.model !== null || statementsOf(turn).length === 0 ? turn.composed : [];
}

/** The answer in words, for who listens, and for who copies it. */
export function spoken(turn: Turn, sentencesMax: number): string {
  const composed = shownComposed(turn);
  if (composed.length > 0) return composed.map(({ text }) => text).join(" ");
  const said = turn.parts.flatMap((part) => {
    if (part.kind === "statement") return [part.statement.text];
    if (part.kind === "quotation") return [part.quotation.text];
    if (part.kind === "card") return [part.card.title, ...part.card.lines];
    return [part.kind === "table" ? part.table.title : part.plot.title];
  });
  return [...said.slice(0, sentencesMax), ...turn.offers.map(({ text }) => text)].join(" ");
}
