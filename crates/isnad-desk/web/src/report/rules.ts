// Which rule a part of a claim came by, in the interface's language. The reader names its rules in English; one that this page does not know is
// shown as it is named.

import { lang } from "../i18n";
import { STATUSES, word } from "../labels";

const RULES: Record<string, string> = {
  lexicon: "المعجم",
  "lexicon, by other words of the clause": "المعجم، وبكلمات أخرى من الجملة",
  learned: "نموذج متعلَّم",
  "learned, against the lexicon's first choice": "نموذج متعلَّم، خلافا لأول ما يختاره المعجم",
  "verb of saying": "فعل قول",
  "verb of saying, the speaker before goes on": "فعل قول، والقائل هو من سبق",
  "the same speaker goes on": "القائل نفسه يتابع",
  "words before a source": "كلمات تسبق المصدر",
  "source before a colon": "مصدر قبل نقطتين",
  "a rumour is its own source": "الشائعة مصدر نفسها",
  "carried from an earlier sentence": "من جملة سابقة",
  "carried from the headline": "من العنوان",
  "recalled as history": "يُذكر تاريخا",
  "victims counted": "ضحايا معدودون",
  "people hurt": "أناس أصيبوا",
  "people held, counted or by place": "محتجزون، بعددهم أو بمكانهم",
  "«قتل» with a subject that kills": "«قتل» وفاعلها مما يقتل",
  "masdar of killing": "مصدر القتل",
  "the complement of a demand, an accusation or a threat": "ما طولب به أو اتُّهم به أو هُدد به",
  "«قتل» with agent or weapon in the clause": "«قتل» ومعها فاعل أو سلاح في الجملة",
  "«قتل» in the passive, no agent": "«قتل» مبنية للمجهول بلا فاعل",
  "death, killing where an agent or weapon stands in the clause": "موت، وهو قتل حيث يُذكر في الجملة فاعل أو سلاح",
};

/** The rule's name for a person. */
export function ruleText(rule: string): string {
  if (lang.value === "en") return rule;
  if (Object.hasOwn(RULES, rule)) return RULES[rule]!;
  const beside = /^learned: (before|after) the trigger(?:, after «(.+)»)?$/.exec(rule);
  if (beside) return `نموذج متعلَّم: ${beside[1] === "before" ? "قبل" : "بعد"} كلمة الحدث${beside[2] ? `، بعد «${beside[2]}»` : ""}`;
  const cue = /^(learned|cue of)(?::)? «(\w+)»/.exec(rule);
  if (cue) return cue[1] === "learned" ? `نموذج متعلَّم: «${word(STATUSES, cue[2]!)}» مما حولها` : `لفظ يدل على «${word(STATUSES, cue[2]!)}»`;
  return rule;
}
