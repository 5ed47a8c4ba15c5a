// The JSON of readings, incidents and decisions: the forms of crates/isnad-model (wire, incident, decision), field by field.
// Positions in a report count Unicode scalar values of its text, never UTF-16 units: text.ts converts.

export type Lang = "ar" | "en";
export type Standing = "Confirmed" | "Fair" | "Weak" | "Contested" | "Discounted";
export type Status = "actual" | "negated" | "future" | "possible";
export type Basis = "stated" | "metadata" | "url" | "dateline" | "carried" | "borrowed";
export type PlacePrecision =
  | "exact" | "quarter" | "settlement" | "near" | "district" | "province" | "region" | "country" | "unknown";
export type TimePrecision = "instant" | "part_of_day" | "day" | "week" | "month" | "year" | "unknown";
export type LinkKind =
  | "named_person" | "named_org" | "official_unnamed" | "witness" | "unnamed" | "media" | "document";
export type FigureWhat =
  | "killed" | "injured" | "detained" | "escaped" | "released" | "abducted" | "displaced" | "participants"
  | "fighters" | "weapons" | "other";
export type FigureOf = "civilian" | "fighter" | "child" | "woman" | "mixed" | "unknown";
export type FigureScope = "event" | "cumulative" | "period";
export type WordingKind = "label" | "pejorative" | "honorific" | "euphemism" | "figurative";
export type ConflictKind = "figure" | "culprit" | "denial" | "place" | "day";
export type ReasonCode =
  | "independent" | "copies" | "shared_source" | "culprits" | "denials" | "figures" | "accepted" | "no_day"
  | "no_place" | "ruled";
export type BlockKind =
  | "headline" | "dek" | "byline" | "dateline" | "body" | "caption" | "source_credit" | "related" | "tags" | "share"
  | "menu" | "comment" | "cookie_notice" | "ticker" | "login_wall" | "promo" | "footer" | "other";
/** Of the closed list of claim types (labels.ts has them all); a newer server may send one that is not known here. */
export type ClaimType = string;

export interface SpanJson { text: string; start: number; end: number }
export interface BlockJson { kind: BlockKind; start: number; end: number }
export interface PublishedJson { from: string; to: string; precision: TimePrecision; basis: Basis; start?: number; end?: number }
export interface ProblemJson { code: string; message: string; start: number | null; end: number | null }
export interface CandidateJson { gazetteer_id: string; name: string; lat: number; lon: number; score: number }
/** Where an inferred value was taken from; `report` null is this report. */
export interface FromJson { report: string | null; start: number; end: number }

export interface PlaceFields {
  name: string;
  lat: number | null;
  lon: number | null;
  gazetteer_id: string | null;
  precision: PlacePrecision;
  radius_km?: number | null;
  candidates?: CandidateJson[];
  taken_from?: FromJson;
}
export interface TimeFields {
  from: string | null;
  to: string | null;
  precision: TimePrecision;
  basis: Basis;
  time_of_day?: [number, number];
  taken_from?: FromJson;
}
export interface PartyJson extends SpanJson { entity: string | null }
export interface PlaceRoleJson extends SpanJson, PlaceFields {}
export interface TimeRoleJson extends SpanJson, TimeFields {}
export interface FigureJson extends SpanJson {
  what: FigureWhat;
  min: number | null;
  max: number | null;
  of: FigureOf;
  part_of: number | null;
  scope: FigureScope;
}
export interface LinkJson extends SpanJson { kind: LinkKind; entity: string | null; taken_from?: FromJson }
export interface WhyJson extends SpanJson { field: string; rule: string }
export interface ClaimJson {
  id: string;
  block: number;
  type: ClaimType;
  status: Status;
  background: boolean;
  trigger: SpanJson;
  actor: PartyJson[];
  target: PartyJson[];
  place: PlaceRoleJson[];
  time: TimeRoleJson[];
  figures: FigureJson[];
  says: LinkJson[];
  cue: SpanJson | null;
  plover: string | null;
  acled: string | null;
  confidence: number;
  why?: WhyJson[];
}
export interface LinkedJson { block: number; claims: ClaimJson[] }
export interface WordingJson extends SpanJson { kind: WordingKind; neutral?: string | null }
export interface MentionJson extends SpanJson {
  kind: "person" | "organisation" | "group" | "place" | "facility" | "people" | "time" | "quantity";
  entity: string | null;
  [field: string]: unknown;
}
export interface Versions { program: string; lexicon: string; models: string }

// Incidents
export interface Range { low: number; high: number; best: number }
export interface Reason { code: ReasonCode; n: number; note?: string }
export interface Side { value: string; claims: string[]; items: string[] }
export interface Conflict { kind: ConflictKind; what?: FigureWhat; sides: Side[] }
export interface MemberClaim {
  id: string;
  type: ClaimType;
  status: Status;
  trigger: SpanJson;
  actor?: PartyJson[];
  target?: PartyJson[];
  says?: LinkJson[];
  plover?: string;
  acled?: string;
  confidence: number;
}
export interface Borrowed { value: string; taken_from: string[] }
export interface Member {
  item: string;
  report: string;
  capture: string;
  text_sha256: string;
  url: string | null;
  title: string | null;
  language: string | null;
  outlet: string | null;
  published: PublishedJson | null;
  copy_of?: string;
  copied?: number;
  source: number;
  day?: Borrowed;
  place?: Borrowed;
  claims: MemberClaim[];
}
export interface IncidentDay { from: string; to: string; basis: Basis; claims: string[]; items: string[] }
export interface IncidentPlace {
  name: string;
  lat: number | null;
  lon: number | null;
  gazetteer_id: string | null;
  precision: PlacePrecision;
  votes: number;
  claims: string[];
  items: string[];
}
export interface IncidentParty { entity: string | null; name: string; loaded?: boolean; claims: string[]; items: string[] }
export interface FigureValue { min: number; max: number | null; at: SpanJson; claim: string; item: string; implied?: boolean }
export interface Figures extends Range {
  what: FigureWhat;
  of: FigureOf;
  values: FigureValue[];
  history?: (Range & { day: string })[];
}
export interface Change { kind: "figure" | "culprit" | "denial"; what?: FigureWhat; value: string; before?: string; claim: string }
export interface Step { day: string | null; item: string; kind: "first" | "followed" | "copied"; changes: Change[] }
export interface Incident {
  id: string;
  split_from?: string;
  types: ClaimType[];
  day: IncidentDay | null;
  places: IncidentPlace[];
  actors: IncidentParty[];
  targets: IncidentParty[];
  figures: Figures[];
  conflicts: Conflict[];
  standing: Standing;
  reasons: Reason[];
  sources: number;
  story: Step[];
  members: Member[];
}

// Review
export type DecisionKind =
  | "accept" | "correct" | "reject" | "add" | "move" | "merge" | "split" | "standing" | "undo" | "comment";
export interface Anchor {
  text_sha256: string;
  span: { start: number; end: number };
  quotation: string;
  before: string;
  after: string;
}
export interface Decision {
  id: string;
  kind: DecisionKind;
  anchor: Anchor | null;
  subjects: string[];
  value: unknown;
  reason: string;
  user: string;
  at: string;
}
export type ReviewState = "unreviewed" | "accepted" | "corrected" | "added" | "rejected";
export interface Comment { decision: string; user: string; at: string; text: string }
export interface Review {
  state: ReviewState;
  decision: string | null;
  user: string | null;
  at: string | null;
  reason: string | null;
  comments: Comment[];
}
export interface ReviewedClaim extends ClaimJson { review: Review; read: ClaimJson | null }
