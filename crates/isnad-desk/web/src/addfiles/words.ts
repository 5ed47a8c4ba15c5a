// The words of adding.
import { scope } from "../i18n";
import { arIncident } from "../i18n/ar-incident";
import { enIncident } from "../i18n/en-incident";

export const w = scope(arIncident, enIncident);
