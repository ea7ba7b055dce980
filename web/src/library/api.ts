import { call } from "../kit/api";
import type {
  CollectionAnswer,
  CollectionsAnswer,
  DocumentAnswer,
  DocumentsAnswer,
  GroupAnswer,
  OpenedAnswer,
  PageAnswer,
  QuestionAnswer,
  UnansweredPage,
} from "./answers";
import type { PagePlace } from "./address";

const API = "/v1/library";

export interface Asked {
  readonly question: string;
  /** Of the page, where the question alone does not say its own. */
  readonly language: string;
  readonly collections: readonly number[];
}

export const askQuestion = (asked: Asked) => call<QuestionAnswer>("POST", `${API}/questions`, asked);
export const suggest = (query: string) =>
  call<{ suggestions: readonly string[] }>("GET", `${API}/suggestions?${new URLSearchParams({ query })}`).then(
    (answer) => answer.suggestions,
  );

export const listCollections = () => call<CollectionsAnswer>("GET", `${API}/collections`);
export const createCollection = (name: string) => call<CollectionAnswer>("POST", `${API}/collections`, { name });
export type CollectionChange = Partial<Pick<CollectionAnswer, "name" | "strictness" | "grants">>;
export const changeCollection = (id: number, change: CollectionChange) =>
  call<CollectionAnswer>("PATCH", `${API}/collections/${id}`, change);
export const deleteCollection = (id: number) => call<undefined>("DELETE", `${API}/collections/${id}`);
export const exportAddress = (id: number): string => `${API}/collections/${id}/export`;

export const listDocuments = (collection: number, after: string | null) =>
  call<DocumentsAnswer>("GET", `${API}/collections/${collection}/documents${after === null ? "" : `?${new URLSearchParams({ after })}`}`);
export const readDocument = (id: number) => call<DocumentAnswer>("GET", `${API}/documents/${id}`);
export const deleteDocument = (id: number) => call<undefined>("DELETE", `${API}/documents/${id}`);
export const uploadAddress = (collection: number, said: Readonly<Record<string, string>>): string =>
  `${API}/collections/${collection}/documents?${new URLSearchParams(said)}`;

export const openVersion = (id: number) => call<OpenedAnswer>("GET", `${API}/versions/${id}`);
export const readPage = ({ version, page, cited }: PagePlace) =>
  call<PageAnswer>("GET", `${API}/versions/${version}/pages/${page}${cited === null ? "" : `?${new URLSearchParams(strings({ ...cited }))}`}`);
export const pictureAddress = (version: number, page: number, width: number): string =>
  `${API}/versions/${version}/pages/${page}/image?width=${width}`;
export const fileAddress = (version: number): string => `${API}/versions/${version}/file`;

export const listGroups = () => call<{ groups: readonly GroupAnswer[] }>("GET", `${API}/groups`).then((answer) => answer.groups);
export const createGroup = (name: string) => call<GroupAnswer>("POST", `${API}/groups`, { name });
export const changeGroup = (id: number, change: Pick<GroupAnswer, "name" | "members">) =>
  call<GroupAnswer>("PATCH", `${API}/groups/${id}`, change);
export const deleteGroup = (id: number) => call<undefined>("DELETE", `${API}/groups/${id}`);

export const listUnanswered = (before: number | null) =>
  call<UnansweredPage>("GET", `${API}/unanswered${before === null ? "" : `?before=${before}`}`);
export const settleUnanswered = (id: number) => call<undefined>("DELETE", `${API}/unanswered/${id}`);

const strings = (numbers: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, String(number)]));
