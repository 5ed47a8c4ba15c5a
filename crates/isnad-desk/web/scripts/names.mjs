// Names on the base map: which spelling of a place is written. Comes in: what the packages give. Goes out: [Arabic, English].
// Does not decide what a place is called; it only takes the usual spelling of news where a package has a rarer one first.

/** Without vowel marks, what is in brackets, and doubled blanks. */
export function cleanName(name) {
  return (name ?? "").normalize("NFC").replace(/[\u064b-\u0652\u0640]/g, "").replace(/\s*[(،].*$/, "").replace(/\s+/g, " ").trim();
}

// Kinds that stand before the name of a province: the map says by its type that it is one.
const KIND = /^(محافظة|ولاية|شعبية|بلدية|إقليم|اقليم|منطقة|مقاطعة|إمارة|جهة)\s+(?=\S)/;
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
  if (ar === "المنطقة المحايدة") return null;
  const short = ar.replace(KIND, "").replace(/ في الكويت$/, "");
  // «المنطقة الجنوبية», «منطقة القدس» keep their kind: without it they would be a point of the compass or a town.
  return [/^(الشمال|الجنوب|الوسط|الشرق|الغرب)/.test(short) && short === ar ? ar : short, en.replace(/^Emirate of /, "")];
}

// GeoNames' wrong or doubled entries of large towns, by its English name: no label.
const LEFT_OUT = new Set(["Al Mawşil al Jadīdah", "Al Başrah al Qadīmah", "East Jerusalem", "Pest", "Jepara"]);

// Names where none of the ways below finds the spelling of news.
const USUAL = { Jeddah: "جدة", Dubai: "دبي", Suez: "السويس", Agadir: "أغادير", Arāk: "أراك", Elazığ: "إلازيغ", "El Obeid": "الأبيض", Kosti: "كوستي",
  "Khomeynī Shahr": "خميني شهر", Sanliurfa: "أورفة", Pākdasht: "باكدشت", Khorramshahr: "المحمرة", Herāt: "هراة", İzmit: "إزميت", Moundou: "موندو" };

const LATIN = { ا: "", أ: "", إ: "", آ: "", ء: "", ئ: "", ؤ: "", ب: "b", ت: "t", ث: "th", ج: "j", ح: "h", خ: "kh", د: "d", ذ: "dh", ر: "r", ز: "z",
  س: "s", ش: "sh", ص: "s", ض: "d", ط: "t", ظ: "z", ع: "", غ: "gh", ف: "f", ق: "q", ك: "k", ل: "l", م: "m", ن: "n", ه: "h", ة: "", و: "w", ي: "y", ى: "" };

function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

/** How far an Arabic spelling is from the English one, by consonants. */
function far(ar, en) {
  const a = [...ar.replace(/^ال/, "")].map((c) => LATIN[c] ?? c).join("");
  const b = en.normalize("NFD").toLowerCase().replace(/^(al|ar|as|ash|an|ad|at|az|el)[ -]/, "").replace(/[^a-z]/g, "").replace(/[aeiou]/g, "").replace(/c(?!h)/g, "k").replace(/g/g, "j");
  return distance(a, b);
}

/** [ar, en] of a town, ["", ""] where it has none; `better` is the same town in the project's overrides, `known` names of cities. */
export function townName(p, better, known) {
  if (LEFT_OUT.has(p.en)) return ["", ""];
  const spellings = p.ar.filter((n) => !/ى(?=[^ ])/.test(n));
  const usual = USUAL[p.en] ?? better?.ar[0] ?? spellings.find((n) => known.has(n)) ?? [...spellings].sort((a, b) => far(a, p.en) - far(b, p.en))[0] ?? p.ar[0];
  const en = (better?.en || p.en).replace(/\s*\(.*$/, "");
  // GeoNames' marks of transliteration say little on a map; those of Turkish and French spelling stay.
  const plain = ["TR", "DZ", "MA", "TN", "MR", "TD", "DJ"].includes(p.cc) ? en : en.normalize("NFD").replace(/[\u0304\u0323\u0327\u0331]/g, "").normalize("NFC").replace(/^[‘’`]/, "");
  return [cleanName(usual), plain];
}
