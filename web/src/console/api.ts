import { call } from "../kit/api";
import type { Titles } from "../kit/contract";
import type { Draw, Scheme } from "../kit/gifts";
import type {
  AnyActPage,
  Applied,
  Capacity,
  DeadLetter,
  Decision,
  DecisionDone,
  FanReview,
  HoldsPage,
  HoldState,
  Incident,
  IncidentKind,
  Merchant,
  NewMerchant,
  Outlook,
  Programme,
  RulesVersion,
  SchemeFigures,
  Switch,
  Trial,
  WaitingRoom,
} from "./answers";

export type Word = "pause" | "resume" | "close";

export const listProgrammes = () =>
  call<{ programmes: readonly Programme[] }>("GET", "/v1/programmes").then((answer) => answer.programmes);
export const readProgrammeFile = (id: number) => call<{ file: string }>("GET", `/v1/programmes/${id}`).then((answer) => answer.file);
export const lookAhead = (file: string) => call<Outlook>("POST", "/v1/programmes/outlook", { file });
export const tryProgramme = (file: string) => call<Applied>("POST", "/v1/programmes", { file, dry_run: true });
export const applyProgramme = (file: string, reason: string) => call<Applied>("POST", "/v1/programmes", { file, reason });

export const listMerchants = (after: number) =>
  call<{ merchants: readonly Merchant[]; next: number | null }>("GET", `/v1/merchants/all?after=${after}`);
export const addMerchant = (plan: NewMerchant) => call<{ merchant: Merchant; secret: string }>("POST", "/v1/merchants", plan);
export const throttleMerchant = (id: number, capacity: Capacity, reason: string) =>
  call<Merchant>("POST", `/v1/merchants/${id}/throttle`, { ...capacity, reason });
export const actOnMerchant = (id: number, word: Word, reason: string) => call<Merchant>("POST", `/v1/merchants/${id}/${word}`, { reason });

export const readOutbox = () => call<{ waiting: number; given_up: readonly DeadLetter[] }>("GET", "/v1/outbox");
export const retryLetter = ({ id, key }: DeadLetter) =>
  call<undefined>("POST", `/v1/outbox/${id}/retry?key=${encodeURIComponent(key)}`, {});

export const readSchemeFigures = (id: number) => call<SchemeFigures>("GET", `/v1/invites/${id}/figures`);
export const actOnScheme = (id: number, word: Word, reason: string) => call<Scheme>("POST", `/v1/invites/${id}/${word}`, { reason });
export const closeDraw = (id: number, reason: string) => call<Draw>("POST", `/v1/draws/${id}/close`, { reason });
export const holdDraw = (id: number, beaconValue: string, reason: string) =>
  call<Draw>("POST", `/v1/draws/${id}/hold`, { reason, beacon_value: beaconValue });

export const listHolds = (state: HoldState, after: string | null) =>
  call<HoldsPage>("GET", `/v1/fraud/holds?state=${state}${after === null ? "" : `&after=${encodeURIComponent(after)}`}`);
export const reviewFan = (fan: string) => call<FanReview>("GET", `/v1/fraud/fans/${encodeURIComponent(fan)}`);
export const decide = (fan: string, decision: Decision, reason: string, tree: boolean) =>
  call<DecisionDone>("POST", `/v1/fraud/fans/${fan}/${decision}`, { reason, tree });
export const readRules = () => call<RulesVersion>("GET", "/v1/fraud/rules");
export const tryRules = (rules: unknown) => call<Trial>("POST", "/v1/fraud/rules/trial", { rules });
export const changeRules = (rules: unknown, version: number, reason: string) =>
  call<RulesVersion>("POST", "/v1/fraud/rules", { rules, version, reason });

export const listSwitches = () => call<{ switches: readonly Switch[] }>("GET", "/v1/switches").then((answer) => answer.switches);
export const switchOff = (kind: Switch["kind"], target: string, pool: number | null, reason: string) =>
  call<Switch>("POST", "/v1/switches", { kind, target, pool, reason });
export const liftSwitch = (id: number, reason: string) => call<Switch>("POST", `/v1/switches/${id}/lift`, { reason });
const namesOf = (listed: readonly { readonly name: string }[]): readonly string[] => listed.map(({ name }) => name);
export const listSegmentNames = () =>
  call<{ segments: readonly { name: string }[] }>("GET", "/v1/segments").then((answer) => namesOf(answer.segments));
export const listPlatformNames = () =>
  call<{ platforms: readonly { name: string }[] }>("GET", "/v1/platforms").then((answer) => namesOf(answer.platforms));

export type LineWord = "open" | "watch" | "close";
export const listLines = () => call<{ rooms: readonly WaitingRoom[] }>("GET", "/v1/waiting-rooms").then((answer) => answer.rooms);
export const actOnLine = (pool: number, word: LineWord, perSecond: number | null, reason: string) =>
  call<WaitingRoom>("POST", `/v1/pools/${pool}/waiting-room/${word}`, perSecond === null ? { reason } : { per_second: perSecond, reason });

export const listIncidents = () => call<{ incidents: readonly Incident[] }>("GET", "/v1/incidents").then((answer) => answer.incidents);
export const writeIncident = (kind: IncidentKind, texts: Titles) => call<Incident>("POST", "/v1/incidents", { kind, texts, pool: null });
export const endIncident = (id: number) => call<Incident>("POST", `/v1/incidents/${id}/end`, {});

export const listAllActs = (before: string | null) =>
  call<AnyActPage>("GET", `/v1/acts${before === null ? "" : `?before=${encodeURIComponent(before)}`}`);

export const reportAddress = (programme: number, language: string): string => `/v1/programmes/${programme}/report?language=${language}`;
export const reconciliationAddress = (pool: number): string => `/v1/pools/${pool}/reconciliation?format=csv`;
