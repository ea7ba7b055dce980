/** What the read API of the live part answers, field for field; times are RFC 3339 in UTC, days plain dates. */

export type Colour = "gold" | "silver" | "bronze";

/** A person, a team, or a placeholder for one. */
export interface CompetitorAnswer {
  readonly code: string;
  readonly name: string;
  readonly is_team: boolean;
  readonly organisation: string | null;
  readonly organisation_name: string | null;
  readonly bib: string | null;
  readonly members: readonly string[];
  readonly placeholder: string | null;
}

export interface RunAnswer {
  readonly unit: string | null;
  readonly value: string | null;
  readonly rank: string | null;
  readonly diff: string | null;
  readonly irm: string | null;
}

/** A line of a sheet, in the order it is shown. */
export interface RowAnswer {
  readonly competitor: CompetitorAnswer;
  readonly rank: string | null;
  readonly is_rank_shared: boolean;
  readonly start_order: number | null;
  readonly value: string | null;
  readonly diff: string | null;
  readonly irm: string | null;
  readonly irm_name: string | null;
  readonly qualification: string | null;
  readonly win_loss_tie: string | null;
  readonly runs: readonly RunAnswer[];
  readonly medal: Colour | null;
}

/** Something that is scheduled; `start_at` is the plan, and only for sorting where `is_start_hidden`. */
export interface UnitAnswer {
  readonly unit: string;
  readonly event: string;
  readonly discipline: string;
  readonly gender: string;
  readonly name: string;
  readonly event_name: string;
  readonly discipline_name: string;
  readonly status: string | null;
  readonly status_name: string | null;
  readonly is_live: boolean;
  readonly is_over: boolean;
  readonly start_at: string | null;
  readonly is_start_hidden: boolean;
  readonly start_text: string | null;
  readonly end_at: string | null;
  readonly actual_start_at: string | null;
  readonly actual_end_at: string | null;
  readonly venue: string | null;
  readonly venue_name: string | null;
  readonly session: string | null;
  readonly is_medal: boolean;
  readonly result_status: string | null;
  readonly result_status_name: string | null;
  readonly leader: CompetitorAnswer | null;
}

/** The message that said so. */
export interface SourceAnswer {
  readonly type: string;
  readonly code: string;
  readonly version: number;
  readonly generated_at: string;
  readonly digest: string;
}

export interface BoardAnswer {
  readonly unit: UnitAnswer;
  readonly rows: readonly RowAnswer[];
  readonly source: SourceAnswer | null;
}

export interface MedalAnswer {
  readonly event: string;
  readonly event_name: string;
  readonly discipline: string;
  readonly discipline_name: string;
  readonly colour: Colour;
  readonly competitor: CompetitorAnswer;
  readonly won_at: string;
}

/** What every answer says of itself; `latest_at` is of the newest message that it rests on, null where there is none. */
export interface LiveAnswer {
  readonly as_of: string | null;
  readonly latest_at: string | null;
  readonly has_gaps: boolean;
}

/** One of the sides of a match; where nobody is known yet, `from_unit` says who comes. */
export interface BracketSideAnswer {
  readonly competitor: CompetitorAnswer | null;
  readonly from_unit: string | null;
  readonly from_text: string | null;
  readonly value: string | null;
  readonly is_winner: boolean;
}

export interface BracketMatchAnswer {
  readonly unit: string | null;
  readonly name: string;
  readonly status: string | null;
  readonly start_at: string | null;
  readonly sides: readonly BracketSideAnswer[];
}

/** The matches of one round, from top to bottom. */
export interface BracketRoundAnswer {
  readonly phase: string;
  readonly name: string;
  readonly matches: readonly BracketMatchAnswer[];
}

/** How a knock-out goes on, first round first; the match for bronze is a round of its own. */
export interface BracketAnswer {
  readonly rounds: readonly BracketRoundAnswer[];
  readonly source: SourceAnswer;
}

export interface StandingLineAnswer {
  readonly competitor: CompetitorAnswer;
  readonly rank: string | null;
  readonly is_rank_shared: boolean;
  readonly played: number | null;
  readonly won: number | null;
  readonly tied: number | null;
  readonly lost: number | null;
  readonly scored: string | null;
  readonly conceded: string | null;
  readonly points: string | null;
  readonly qualification: string | null;
}

/** The table of a group of a round robin. */
export interface StandingAnswer {
  readonly phase: string;
  readonly name: string;
  readonly lines: readonly StandingLineAnswer[];
  readonly source: SourceAnswer;
}

/** The best ever, of a kind such as WR; `is_new` when it was set at these Games. */
export interface RecordAnswer {
  readonly kind: string;
  readonly kind_name: string;
  readonly value: string;
  readonly competitor: CompetitorAnswer | null;
  readonly set_on: string | null;
  readonly place: string | null;
  readonly is_new: boolean;
}

/** What the organisers announce, in the language it was written in. */
export interface CommunicationAnswer {
  readonly code: string;
  readonly title: string;
  readonly text: string | null;
  readonly language: string;
  readonly discipline: string | null;
  readonly discipline_name: string | null;
  readonly unit: string | null;
  readonly at: string;
}

/** The conditions at a venue: degrees Celsius, metres a second, per cent; `wind_from` is where it blows from. */
export interface WeatherAnswer {
  readonly at: string;
  readonly condition: string | null;
  readonly condition_name: string | null;
  readonly air_c: string | null;
  readonly snow_c: string | null;
  readonly ice_c: string | null;
  readonly humidity_percent: string | null;
  readonly wind_m_s: string | null;
  readonly wind_from: string | null;
  readonly snow_name: string | null;
}

export interface EventAnswer extends LiveAnswer {
  readonly event: string;
  readonly name: string;
  readonly discipline: string;
  readonly discipline_name: string;
  readonly gender: string;
  readonly boards: readonly BoardAnswer[];
  readonly medals: readonly MedalAnswer[];
  readonly brackets: readonly BracketAnswer[];
  readonly standings: readonly StandingAnswer[];
  readonly records: readonly RecordAnswer[];
}

export interface ScheduleAnswer extends LiveAnswer {
  readonly day: string;
  readonly zone: string;
  readonly days: readonly string[];
  readonly units: readonly UnitAnswer[];
}

export interface MedalTableLine {
  readonly organisation: string;
  readonly organisation_name: string;
  readonly rank: number;
  readonly is_rank_shared: boolean;
  readonly gold: number;
  readonly silver: number;
  readonly bronze: number;
  readonly total: number;
}

export interface MedalDifference {
  readonly organisation: string;
  readonly feed: readonly [number, number, number];
  readonly computed: readonly [number, number, number];
}

export interface MedalTableAnswer extends LiveAnswer {
  readonly is_feeds: boolean;
  readonly lines: readonly MedalTableLine[];
  readonly differences: readonly MedalDifference[];
  readonly awarded: number;
  readonly medals: readonly MedalAnswer[];
}

/** A line of the ticker; `plain_text` is the same without a spoiler. */
export interface HappeningAnswer {
  readonly at: string;
  readonly kind: string;
  readonly unit: string | null;
  readonly event: string;
  readonly event_name: string;
  readonly discipline: string;
  readonly text: string;
  readonly plain_text: string;
  readonly colour: Colour | null;
  readonly competitor: CompetitorAnswer | null;
}

export interface NowAnswer extends LiveAnswer {
  readonly happenings: readonly HappeningAnswer[];
  readonly live: readonly UnitAnswer[];
  readonly next: readonly UnitAnswer[];
  readonly communications: readonly CommunicationAnswer[];
}

export interface ChangesAnswer extends LiveAnswer {
  readonly since: string;
  readonly until: string;
  readonly happenings: readonly HappeningAnswer[];
  readonly is_cut: boolean;
}

export interface AthleteResult {
  readonly unit: UnitAnswer;
  readonly row: RowAnswer;
}

export interface AthleteAnswer extends LiveAnswer {
  readonly athlete: string;
  readonly name: string;
  readonly local_name: string | null;
  readonly gender: string | null;
  readonly organisation: string | null;
  readonly organisation_name: string | null;
  readonly birth_date: string | null;
  readonly disciplines: readonly string[];
  readonly results: readonly AthleteResult[];
  readonly medals: readonly MedalAnswer[];
  readonly next: readonly UnitAnswer[];
}

export interface AthleteLine {
  readonly athlete: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly organisation_name: string | null;
  readonly disciplines: readonly string[];
}

export interface DelegationAnswer extends LiveAnswer {
  readonly organisation: string;
  readonly name: string;
  readonly line: MedalTableLine | null;
  readonly medals: readonly MedalAnswer[];
  readonly athletes: readonly AthleteLine[];
  readonly next: readonly UnitAnswer[];
}

export interface VenueAnswer extends LiveAnswer {
  readonly venue: string;
  readonly name: string;
  readonly weather: WeatherAnswer | null;
  readonly units: readonly UnitAnswer[];
}

export interface Match {
  readonly kind: string;
  readonly code: string;
  readonly name: string;
  readonly detail: string | null;
}

export interface SearchAnswer extends LiveAnswer {
  readonly query: string;
  readonly matches: readonly Match[];
}

/** One side of a comparison; `rank` of a delegation in the medal table. */
export interface ComparedAnswer {
  readonly kind: string;
  readonly code: string;
  readonly name: string;
  readonly organisation_name: string | null;
  readonly gold: number;
  readonly silver: number;
  readonly bronze: number;
  readonly rank: number | null;
}

/** A unit in which both have a row. */
export interface MeetingAnswer {
  readonly unit: UnitAnswer;
  readonly rows: readonly RowAnswer[];
}

export interface CompareAnswer extends LiveAnswer {
  readonly sides: readonly ComparedAnswer[];
  readonly meetings: readonly MeetingAnswer[];
}

/** The answer that each view shows. */
export interface Answers {
  readonly now: NowAnswer;
  readonly schedule: ScheduleAnswer;
  readonly event: EventAnswer;
  readonly medals: MedalTableAnswer;
  readonly athlete: AthleteAnswer;
  readonly delegation: DelegationAnswer;
  readonly venue: VenueAnswer;
  readonly search: SearchAnswer;
  readonly compare: CompareAnswer;
  readonly missed: ChangesAnswer;
}

export interface DocumentView {
  readonly competition: string;
  readonly type: string;
  readonly code: string;
  readonly subcode: string;
  readonly subtype: string;
  readonly language: string;
}

/** A message, or rows of one, that was set aside; `is_whole` where nothing of it holds. */
export interface QuarantineEntry {
  readonly id: number;
  readonly received_at: string;
  readonly digest: string;
  readonly size_bytes: number;
  readonly is_whole: boolean;
  readonly reason: string;
  readonly detail: string;
  readonly document: DocumentView | null;
  readonly version: number | null;
}

export interface QuarantinePage {
  readonly entries: readonly QuarantineEntry[];
  readonly next: number | null;
}
