// Names on the base map: which spelling of a place is written. Comes in: what the packages give. Goes out: [Arabic, English].
// Does not decide what a place is called; it only takes the usual spelling of news where a package has a rarer one first.

/** Without vowel marks, what is in brackets, and doubled blanks. */
export function cleanName(name) {
  return (name ?? "").normalize("NFC").replace(/[\u064b-\u0652\u0640]/g, "").replace(/\s*[(،].*$/, "").replace(/\s+/g, " ").trim();
}

// Kinds that stand before the name of a province: the map says by its type that it is one.
const KIND = /^(محافظة|ولاية|شعبية|بلدية|إقليم|اقليم|منطقة|مقاطعة)\s+(?=\S)/;
// Natural Earth's slips, by its own English name.
const PROVINCES = {
  "West Soudan": ["غرب دارفور", "West Darfur"],
  "Western al-Samadania": null,
  "Tripoli District": ["طرابلس", "Tripoli"],
};

/** [ar, en] of a province, or null where it should not be named. */
export function regionName(p) {
  const en = p.name_en || p.name || "";
  if (en in PROVINCES) return PROVINCES[en];
  const ar = cleanName(p.name_ar);
  if (!ar || !en) return null;
  const short = ar.replace(KIND, "");
  // «المنطقة الجنوبية», «منطقة القدس» keep their kind: without it they would be a point of the compass or a town.
  return [/^(الشمال|الجنوب|الوسط|الشرق|الغرب)/.test(short) && short === ar ? ar : short, en];
}

// Spellings of large towns where the gazetteer's first one is not that of news.
const TOWNS = {
  خرطوم: "الخرطوم", ترابلس: "طرابلس", بنغازى: "بنغازي", تهران: "طهران", استنبول: "إسطنبول",
};

/** [ar, en] of a town; `better` is the same town in the project's overrides. */
export function townName(p, better) {
  const ar = cleanName(better?.ar[0] ?? TOWNS[p.ar[0]] ?? p.ar[0]);
  return [ar, (better ? p.en || better.en : p.en).replace(/\s*\(.*$/, "")];
}
