// The few fields of the API's answers that the flows look at.
export interface Line { id: string; types: string[]; place: { name: string; lat: number | null; lon: number | null } | null; killed: { best: number | null } | null; standing: string; reports: number; outlets: string[]; title: string | null }
export interface Lines { total: number; items: Line[] }
export interface Claim { id: string; type: string; trigger: { start: number; end: number; text: string }; place: { text: string; start: number; end: number; lat: number | null; lon: number | null }[]; review: { state: string; decision: string | null; reason: string | null } }
export interface Report { key: number; text: string; claims: Claim[]; rejected: Claim[]; incidents: Line[] }
export interface ReportLines { total: number; items: { key: number; title: string | null; url: string | null; claims: number }[] }
export interface Decisions { total: number; items: { id: string; kind: string; user: string; reason: string | null; holds: boolean; undone_by: string | null }[] }
export interface Meta { exports: Record<string, string[]>; counts: Record<string, number>; user: string }
