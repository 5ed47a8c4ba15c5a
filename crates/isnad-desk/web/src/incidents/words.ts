// How the parts of an incident's line are told in words.

import { daysShort, lang, number, t } from "../i18n";
import { PLACE_PRECISIONS, typeWord, word } from "../labels";
import type { IncidentLine, LineParty, Range } from "../api";

/** «12–15», «12»; the best beside it where it is neither end. */
export function rangeText(range: Range): string {
  return range.low === range.high ? number(range.low) : `${number(range.low)}–${number(range.high)}`;
}

export function dayText(line: IncidentLine): string {
  return line.day ? daysShort(line.day.from, line.day.to) : t("undatedDay");
}

/** The registry's name of a party in the interface's language; null where the reports' words must do. */
export function partyLabel(party: LineParty): string | null {
  if (!party.label) return null;
  return (lang.value === "ar" ? party.label.ar : party.label.en) || party.label.ar;
}

export const typesText = (line: IncidentLine): string => line.types.slice(0, 3).map(typeWord).join(lang.value === "ar" ? "، " : ", ");
export const precisionWord = (value: string): string => word(PLACE_PRECISIONS, value);

/** Precisions that are a town or near one: a circle. Wider ones are an area, finer ones a point. */
export function placeForm(precision: string): "point" | "town" | "area" {
  if (precision === "exact" || precision === "quarter") return "point";
  return precision === "settlement" || precision === "near" ? "town" : "area";
}
