/** The shapes of `/v1/library`. Pages count from 1; boxes are fractions of a page; offsets count code points. */

export type State = "waiting" | "reading" | "indexing" | "searchable" | "complete" | "refused";
export type Verdict =
  | "empty"
  | "type_unknown"
  | "encrypted"
  | "broken"
  | "too_large"
  | "too_many_pages"
  | "too_slow"
  | "too_much_memory"
  | "no_text";

/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

export interface CollectionAnswer {
  readonly id: number;
  readonly name: string;
  /** A committee's code; null: the organisers'. */
  readonly owner: string | null;
  /** Told only to who may write. */
  readonly grants: readonly string[] | null;
  readonly strictness: number;
  readonly may_write: boolean;
  readonly documents: number;
  readonly pages: number;
}

export interface CollectionsAnswer {
  readonly collections: readonly CollectionAnswer[];
  readonly can_create: boolean;
  readonly installed: boolean;
}

export interface GroupAnswer {
  readonly id: number;
  readonly name: string;
  readonly members: readonly string[];
}

export interface VersionAnswer {
  readonly id: number;
  readonly document: number;
  readonly number: number;
  readonly label: string;
  readonly dated: string | null;
  readonly type: string;
  readonly bytes: number;
  readonly language: string;
  readonly state: State;
  readonly verdict: Verdict | null;
  readonly pages: number;
  readonly blank_pages: readonly number[];
  readonly done: number;
  readonly total: number;
  readonly uploaded_at: string;
  readonly is_newest: boolean;
}

export interface DocumentAnswer {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  /** Newest first. */
  readonly versions: readonly VersionAnswer[];
}

export interface DocumentsAnswer {
  readonly documents: readonly DocumentAnswer[];
  readonly next: string | null;
}

export interface HeadingAnswer {
  readonly level: number;
  readonly title: string;
  readonly page: number;
  readonly start: number;
}

/** A version as it is opened for reading. */
export interface OpenedAnswer {
  readonly document: Omit<DocumentAnswer, "versions">;
  readonly version: VersionAnswer;
  readonly collection: { readonly id: number; readonly name: string };
  /** The version that answers are taken from, where it is not this one. */
  readonly newer: number | null;
  readonly outline: readonly HeadingAnswer[];
  readonly has_pictures: boolean;
}

export interface HighlightAnswer {
  readonly page: number;
  readonly start: number;
  readonly end: number;
  readonly boxes: readonly Box[];
}

export type BlockKind = "heading" | "text" | "item" | "row";

export interface BlockAnswer {
  readonly kind: BlockKind;
  readonly start: number;
  readonly end: number;
  readonly level: number;
}

export interface PageAnswer {
  readonly version: number;
  readonly page: number;
  readonly pages: number;
  readonly width_pt: number;
  readonly height_pt: number;
  readonly text: string;
  readonly blocks: readonly BlockAnswer[];
  readonly language: string;
  readonly highlight: HighlightAnswer | null;
}

export interface PassageAnswer {
  readonly chunk: number;
  readonly quote: Span;
  readonly quotation: string;
  readonly before: string;
  readonly after: string;
  readonly language: string;
  readonly headings: readonly string[];
  readonly document: number;
  readonly title: string;
  readonly collection: number;
  readonly collection_name: string;
  readonly version: number;
  readonly label: string;
  readonly dated: string | null;
  readonly page: number;
}

/** Start and end. */
export type Span = readonly [number, number];

export interface QuestionAnswer {
  readonly language: string;
  readonly found: boolean;
  readonly passages: readonly PassageAnswer[];
  readonly differ: boolean;
  readonly is_quick: boolean;
}

export interface UnansweredAnswer {
  readonly id: number;
  readonly asked_at: string;
  readonly text: string;
  readonly language: string;
  readonly noc: string | null;
  readonly times: number;
}

export interface UnansweredPage {
  readonly questions: readonly UnansweredAnswer[];
  readonly next: number | null;
}
