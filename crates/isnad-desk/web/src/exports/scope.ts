// What can be exported of what is shown: which of the four whats, in which forms, and from what address.

import type { ExportWhat, Meta, Query } from "../api";
import { conditions, filterQuery, type Filter } from "../state";

/** What an export is of. */
export type Scope =
  | { kind: "filter"; filter: Filter }
  | { kind: "incident"; id: string }
  | { kind: "chosen"; ids: string[] }
  | { kind: "reports"; query: Query }
  | { kind: "decisions" };

/** What a scope can be exported as, the usual first. */
export function whatsOf(scope: Scope): ExportWhat[] {
  switch (scope.kind) {
    case "reports":
      return ["reports"];
    case "decisions":
      return ["decisions"];
    case "incident":
    case "chosen":
      return ["incidents", "claims", "reports"];
    default:
      return ["incidents", "claims", "reports", "decisions"];
  }
}

/** The forms that the server has for a what; before it has told, those that every build has. */
export function formsOf(what: ExportWhat, meta: Meta | null): string[] {
  const told = meta?.exports[what];
  if (told && told.length > 0) return told;
  return what === "incidents" ? ["jsonl", "csv", "geojson", "acled", "ucdp", "plover", "ftm", "hxl", "parquet"] : ["jsonl", "csv"];
}

/** The query of the export. Decisions know no filter. */
export function queryOf(scope: Scope, what: ExportWhat, as: string): Query {
  const base: Query = { what, as };
  if (what === "decisions") return base;
  switch (scope.kind) {
    case "filter":
      return { ...base, ...filterQuery(scope.filter) };
    case "incident":
      return { ...base, id: [scope.id] };
    case "chosen":
      return { ...base, id: scope.ids };
    case "reports":
      return { ...base, ...scope.query };
    default:
      return base;
  }
}

/** Whether a filter leaves anything out. */
export function narrows(scope: Scope): boolean {
  return scope.kind === "filter" ? conditions(scope.filter) > 0 : scope.kind !== "decisions";
}
