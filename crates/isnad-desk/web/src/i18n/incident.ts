// The words of an incident, of adding and of exports. What is put into a sentence keeps its own direction and ends with it.

import { scope, type Params } from "../i18n";
import { brief } from "../text";
import { arIncident } from "./ar-incident";
import { enIncident, type IncidentWords } from "./en-incident";

const bare = scope(arIncident, enIncident);

/** Writes a message; names in it are isolated, so that an English one does not turn an Arabic sentence round. */
export function w(key: IncidentWords, params: Params = {}): string {
  const isolated = Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? `\u2068${brief(value)}\u2069` : value]);
  return bare(key, Object.fromEntries(isolated) as Params);
}
