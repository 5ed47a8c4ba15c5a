// The types of claims as options of a select, in the groups of the annotators' guidelines.

import { meta } from "../state";
import { TYPES, typeWord } from "../labels";
import { t } from "./words";

const GROUPS = {
  violence: ["clash", "attack", "airstrike", "shelling", "bombing", "suicide_bombing", "chemical_attack", "killing", "abduction", "torture", "sexual_violence", "property_destruction", "weapons_interception"],
  outcome: ["casualty"],
  forces: ["capture_territory", "withdrawal", "deployment", "siege", "air_activity"],
  justice: ["arrest", "raid", "holding", "release", "escape", "prison_unrest", "trial", "transfer"],
  people: ["protest", "riot", "strike", "crackdown", "displacement", "return"],
  politics: ["meet", "agree", "violate_agreement", "support", "cooperate", "aid", "concede", "demand", "accuse", "reject", "threaten", "sanction", "political_change", "control"],
  rest: ["accident", "disaster", "disease", "other"],
} as const;
type Group = keyof typeof GROUPS;

export function TypeOptions() {
  const known = meta.value?.types.map((x) => x.id) ?? Object.keys(TYPES);
  const grouped = new Set<string>(Object.values(GROUPS).flat());
  // What a newer server has besides stands with the rest.
  const of = (group: Group): string[] => [
    ...(GROUPS[group] as readonly string[]).filter((x) => known.includes(x)),
    ...(group === "rest" ? known.filter((x) => !grouped.has(x)) : []),
  ];
  return (
    <>
      {(Object.keys(GROUPS) as Group[]).map((group) => (
        <optgroup key={group} label={t(`group.${group}`)}>
          {of(group).map((x) => <option key={x} value={x}>{typeWord(x)}</option>)}
        </optgroup>
      ))}
    </>
  );
}
