// The desk's HTTP API as the page sees it: the types of its answers, and `get` and `post`.
// The token of a desk that listens beyond loopback comes in the address's fragment; it is taken out of the address at once
// and kept for this tab alone.

import type {
  BlockJson, ClaimJson, ClaimType, ConflictKind, Decision, FigureOf, FigureScope, FigureWhat, Incident, LinkKind,
  LinkedJson, MentionJson, PlaceFields, PlacePrecision, ProblemJson, PublishedJson, Range, ReviewedClaim, Standing,
  Status, TimePrecision, Versions, WordingJson,
} from "./wire";

export * from "./wire";

export interface Label { ar: string; en: string | null }
export interface ActorLabel extends Label { kind: string; country: string | null }
export interface LineParty { entity: string | null; name: string; loaded?: boolean; label?: Label | null }
export interface LinePlace {
  name: string;
  lat: number | null;
  lon: number | null;
  precision: PlacePrecision;
  gazetteer_id: string | null;
  radius_km?: number | null;
}
/** One incident as a row of a list. */
export interface IncidentLine {
  id: string;
  day: { from: string; to: string; basis: string } | null;
  types: ClaimType[];
  place: LinePlace | null;
  places: number;
  actors: LineParty[];
  targets: LineParty[];
  killed: Range | null;
  injured: Range | null;
  standing: Standing;
  sources: number;
  reports: number;
  copies: number;
  conflicts: ConflictKind[];
  outlets: string[];
  title: string | null;
  languages: string[];
  claims: number;
  reviewed: number;
  added_at: string;
  changed_at: string;
}
export interface Listed<T> { total: number; items: T[]; took_ms?: number }

export interface Meta {
  version: string;
  archive: { path: string; name: string };
  counts: Record<"captures" | "sightings" | "reports" | "readings" | "claims" | "incidents" | "decisions", number>;
  /** How many reports wait to be read again or put into incidents. */
  behind: number;
  user: string;
  types: { id: ClaimType; plover: string | null; acled: string | null }[];
  lists: Record<string, string[]>;
  exports: Record<ExportWhat, string[]>;
  generated_at: string;
}
export interface MapPoint {
  lat: number;
  lon: number;
  n: number;
  ids: string[];
  incident: IncidentLine | null;
  killed_best: number | null;
  standings: Partial<Record<Standing, number>>;
  precision: PlacePrecision;
  radius_km: number | null;
}
export interface MapAnswer { points: MapPoint[]; without_place: number }
export type BinUnit = "day" | "week" | "month" | "year";
export interface TimelineBin { from: string; to: string; n: number; killed_best: number | null }
export interface Timeline { unit: BinUnit; bins: TimelineBin[]; undated: number }
export interface FacetValue { value: string; n: number; label?: Label | null }
export interface Facets {
  type: FacetValue[];
  standing: FacetValue[];
  actor: FacetValue[];
  outlet: FacetValue[];
  conflicts: number;
  to_review: number;
  total: number;
}
export interface DecisionLine extends Decision {
  holds: boolean;
  undone_by: string | null;
  about: { report_key: number | null; incident: string | null; title: string | null };
}
export interface CiteNode {
  id: string;
  label: string;
  kind: "outlet" | "media" | "organisation" | "person" | "official" | "witness" | "unnamed" | "document";
  entity: string | null;
}
export interface CiteEdge { from: string; to: string; kind: "cites" | "copies"; claims: string[] }
export interface Sentence { text: string; start: number; end: number; report_key?: number }
export interface IncidentAnswer {
  incident: Incident;
  redirected_from: string | null;
  line: IncidentLine | null;
  labels: Record<string, ActorLabel>;
  sentences: Record<string, Sentence>;
  claims: Record<string, ReviewedClaim>;
  report_keys: Record<string, number>;
  decisions: DecisionLine[];
  cites: { nodes: CiteNode[]; edges: CiteEdge[] };
  neighbours: IncidentLine[];
}
export interface ReportLine {
  key: number;
  id: string;
  capture: string;
  text_sha256: string;
  url: string | null;
  title: string | null;
  language: string | null;
  outlet: string | null;
  published: PublishedJson | null;
  claims: number;
}
export interface ReportItem extends ReportLine { incidents: string[]; reviewed: number; excerpt: string | null }
export interface Sighting { url: string | null; retrieved_at: string | null; file: string; line: number | null; added_at: string }
export interface ReportAnswer {
  key: number;
  report: {
    id: string;
    url: string | null;
    title: string | null;
    language: string | null;
    outlet: string | null;
    published: PublishedJson | null;
    capture: string;
    text_sha256: string;
    added_at: string;
    extractor: string;
  };
  text: string;
  blocks: BlockJson[];
  claims: ReviewedClaim[];
  rejected: ReviewedClaim[];
  lost: Decision[];
  links: LinkedJson[];
  mentions: MentionJson[];
  wording: WordingJson[];
  problems: ProblemJson[];
  versions: Versions;
  sightings: Sighting[];
  decisions: DecisionLine[];
  incidents: IncidentLine[];
  labels: Record<string, ActorLabel>;
  page_versions: { key: number; retrieved_at: string | null; current: boolean }[];
}
export interface QueueItem {
  report: ReportLine;
  claim: ReviewedClaim;
  sentence: Sentence;
  incident: string | null;
  doubt: number;
  importance: number;
}
export interface PlaceHit {
  gazetteer_id: string;
  name: string;
  name_en: string | null;
  kind: string;
  lat: number;
  lon: number;
  province: string | null;
  country: string | null;
  population: number | null;
}
export interface ActorHit { id: string; ar: string; en: string | null; kind: string; country: string | null }
export interface Job {
  id: string;
  state: "reading" | "grouping" | "done" | "failed";
  files: number;
  records: number;
  added: number;
  known: number;
  errors: { where: string; message: string; code?: string }[];
  reports: number[];
  incidents: string[];
}
export interface ChangedEvent { incidents: string[] | null; reports: number; decisions: number }
export type ExportWhat = "incidents" | "claims" | "reports" | "decisions";

export interface At { start: number; end: number }
/** A claim as a person leaves it: spans and values; the server fills in the words and checks every span. */
export interface ClaimEdit {
  type: ClaimType;
  status: Status;
  background: boolean;
  trigger: At;
  actor: (At & { entity: string | null })[];
  target: (At & { entity: string | null })[];
  place: (At & { place: Pick<PlaceFields, "name" | "lat" | "lon" | "gazetteer_id" | "precision" | "radius_km"> | null })[];
  time: (At & { from: string | null; to: string | null; precision: TimePrecision })[];
  figures: (At & {
    what: FigureWhat;
    min: number | null;
    max: number | null;
    of: FigureOf;
    part_of: number | null;
    scope: FigureScope;
  })[];
  says: (At & { kind: LinkKind; entity: string | null })[];
  cue: At | null;
}
type Signed<T> = T & { reason?: string; user?: string; seen?: string | null };
export type NewDecision = Signed<
  | { kind: "accept" | "reject"; report: number; claim: string }
  | { kind: "correct"; report: number; claim: string; value: ClaimEdit }
  | { kind: "add"; report: number; value: ClaimEdit }
  | { kind: "move"; report: number; claim: string | null; to: string | null }
  | { kind: "merge"; incidents: string[] }
  | { kind: "split"; incident: string; items: string[] }
  | { kind: "split"; incident: string; claims: string[] }
  | { kind: "standing"; incident: string; standing: Standing }
  | { kind: "comment"; incident: string; text: string }
  | { kind: "comment"; report: number; claim: string; text: string }
  | { kind: "undo"; decision: string }
>;
export interface Decided { decision: DecisionLine; incidents: string[]; ended: { id: string; to: string | null }[] }

/** What the server refused, or why it could not be asked. */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 where no answer came. */
    readonly status: number,
    /** A stable word: `not_found`, `decided_meanwhile`, …; `unreachable` where no answer came. */
    readonly code: string,
    message: string,
    /** The field of the request that it is about, e.g. `place[0].start`. */
    readonly field: string | null = null,
    /** The whole answer, where it was JSON. */
    readonly body: unknown = null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

const TOKEN = "isnad-token";

/** Takes the token out of the address's fragment into this tab's session, once, before the routes are read. */
export function takeToken(): void {
  const found = /^#token=([A-Za-z0-9_.~-]+)$/.exec(location.hash);
  if (!found) return;
  sessionStorage.setItem(TOKEN, found[1]!);
  history.replaceState(history.state, "", location.pathname + location.search);
}

export function token(): string | null {
  return sessionStorage.getItem(TOKEN);
}

/** Event streams and downloads cannot carry the token in a header: the server gives a cookie that lasts a short while. */
export async function openSession(): Promise<void> {
  if (token()) await post("/api/session", {});
}

export type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>;

/** Path with query: empty values are left out, lists are repeated. */
export function address(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "" || value === false) continue;
    if (Array.isArray(value)) for (const one of value as string[]) params.append(name, one);
    else params.append(name, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const headers = new Headers(init.headers);
  headers.set("Accept", "application/json");
  const held = token();
  if (held) headers.set("Authorization", `Bearer ${held}`);
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, headers, credentials: "same-origin", redirect: "error" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "unreachable", "no answer from the desk's server");
  }
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) {
    const told = (body ?? {}) as { code?: string; message?: string; field?: string | null };
    throw new ApiError(answer.status, told.code ?? `http_${answer.status}`, told.message ?? answer.statusText, told.field ?? null, body);
  }
  return body as T;
}

export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return ask<T>(address(path, query), signal ? { signal } : {});
}

export function post<T>(path: string, body: unknown): Promise<T> {
  const form = body instanceof FormData;
  return ask<T>(path, {
    method: "POST",
    headers: form ? { "X-Isnad": "1" } : { "Content-Type": "application/json", "X-Isnad": "1" },
    body: form ? body : JSON.stringify(body),
  });
}

export const api = {
  meta: () => get<Meta>("/api/meta"),
  incidents: (query: Query, signal?: AbortSignal) => get<Listed<IncidentLine>>("/api/incidents", query, signal),
  map: (query: Query, signal?: AbortSignal) => get<MapAnswer>("/api/incidents/map", query, signal),
  timeline: (query: Query, signal?: AbortSignal) => get<Timeline>("/api/incidents/timeline", query, signal),
  facets: (query: Query, signal?: AbortSignal) => get<Facets>("/api/incidents/facets", query, signal),
  incident: (id: string, signal?: AbortSignal) => get<IncidentAnswer>(`/api/incidents/${encodeURIComponent(id)}`, {}, signal),
  reports: (query: Query, signal?: AbortSignal) => get<Listed<ReportItem>>("/api/reports", query, signal),
  report: (key: number, signal?: AbortSignal) => get<ReportAnswer>(`/api/reports/${key}`, {}, signal),
  queue: (query: Query, signal?: AbortSignal) => get<Listed<QueueItem>>("/api/queue", query, signal),
  decisions: (query: Query, signal?: AbortSignal) => get<Listed<DecisionLine>>("/api/decisions", query, signal),
  places: (query: Query, signal?: AbortSignal) => get<{ items: PlaceHit[] }>("/api/places", query, signal),
  actors: (q: string, signal?: AbortSignal) => get<{ items: ActorHit[] }>("/api/actors", { q }, signal),
  job: (id: string) => get<Job>(`/api/jobs/${encodeURIComponent(id)}`),
  decide: (decision: NewDecision) => post<Decided>("/api/decisions", decision),
  add: (body: FormData | { text: string; title?: string; url?: string; outlet?: string; published?: string }) =>
    post<{ job: string }>("/api/add", body),
};

/** Has the browser save a file that the server makes. */
export async function download(path: string, query: Query = {}): Promise<void> {
  await openSession();
  const link = document.createElement("a");
  link.href = address(path, query);
  link.download = "";
  link.rel = "noopener";
  document.body.append(link);
  link.click();
  link.remove();
}

export function captureAddress(key: number): string {
  return `/api/reports/${key}/capture`;
}

/** `ClaimEdit` of a claim as it stands, for a form to start from. */
export function editOf(claim: ClaimJson): ClaimEdit {
  const at = (s: At): At => ({ start: s.start, end: s.end });
  return {
    type: claim.type,
    status: claim.status,
    background: claim.background,
    trigger: at(claim.trigger),
    actor: claim.actor.map((p) => ({ ...at(p), entity: p.entity })),
    target: claim.target.map((p) => ({ ...at(p), entity: p.entity })),
    place: claim.place.map((p) => ({
      ...at(p),
      place: {
        name: p.name, lat: p.lat, lon: p.lon, gazetteer_id: p.gazetteer_id, precision: p.precision,
        radius_km: p.radius_km ?? null,
      },
    })),
    time: claim.time.map((t) => ({ ...at(t), from: t.from, to: t.to, precision: t.precision })),
    figures: claim.figures.map((f) => ({
      ...at(f), what: f.what, min: f.min, max: f.max, of: f.of, part_of: f.part_of, scope: f.scope,
    })),
    says: claim.says.map((l) => ({ ...at(l), kind: l.kind, entity: l.entity })),
    cue: claim.cue ? at(claim.cue) : null,
  };
}
