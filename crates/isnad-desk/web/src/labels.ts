// The interface's words for the closed lists, as crates/isnad/src/labels.rs has them: [Arabic, English].
// What that table does not have (precisions, scopes, what a person did) stands at the end.

import { lang } from "./i18n";

type Pair = readonly [ar: string, en: string];

export const TYPES: Record<string, Pair> = {
  clash: ["اشتباك", "clash"],
  attack: ["هجوم", "attack"],
  airstrike: ["غارة جوية", "airstrike"],
  shelling: ["قصف", "shelling"],
  bombing: ["تفجير", "bombing"],
  suicide_bombing: ["تفجير انتحاري", "suicide bombing"],
  chemical_attack: ["هجوم كيميائي", "chemical attack"],
  killing: ["قتل", "killing"],
  abduction: ["خطف", "abduction"],
  torture: ["تعذيب", "torture"],
  sexual_violence: ["عنف جنسي", "sexual violence"],
  property_destruction: ["تدمير ممتلكات", "property destruction"],
  weapons_interception: ["اعتراض أسلحة", "weapons interception"],
  casualty: ["ضحايا", "casualties"],
  capture_territory: ["سيطرة على أرض", "territory captured"],
  withdrawal: ["انسحاب", "withdrawal"],
  deployment: ["انتشار قوات", "deployment"],
  siege: ["حصار أو إغلاق", "siege or closure"],
  air_activity: ["تحليق", "air activity"],
  arrest: ["اعتقال", "arrest"],
  raid: ["مداهمة", "raid"],
  holding: ["احتجاز", "holding"],
  release: ["إفراج", "release"],
  escape: ["فرار", "escape"],
  prison_unrest: ["عصيان في سجن", "prison unrest"],
  trial: ["محاكمة", "trial"],
  transfer: ["تسليم", "transfer"],
  protest: ["احتجاج", "protest"],
  riot: ["شغب", "riot"],
  strike: ["إضراب", "strike"],
  crackdown: ["قمع محتجين", "crackdown"],
  displacement: ["نزوح", "displacement"],
  return: ["عودة", "return"],
  meet: ["لقاء", "meeting"],
  agree: ["اتفاق", "agreement"],
  violate_agreement: ["خرق اتفاق", "agreement violated"],
  support: ["دعم", "support"],
  cooperate: ["تعاون", "cooperation"],
  aid: ["مساعدات", "aid"],
  concede: ["تنازل", "concession"],
  demand: ["مطالبة", "demand"],
  accuse: ["اتهام", "accusation"],
  reject: ["رفض", "rejection"],
  threaten: ["تهديد", "threat"],
  sanction: ["عقوبات", "sanction"],
  political_change: ["تغيير سياسي", "political change"],
  control: ["سيطرة", "control"],
  accident: ["حادث", "accident"],
  disaster: ["كارثة", "disaster"],
  disease: ["مرض", "disease"],
  other: ["غير ذلك", "other"],
};
export const STATUSES: Record<string, Pair> = {
  actual: ["واقع", "actual"],
  negated: ["منفي", "negated"],
  future: ["مرتقب", "future"],
  possible: ["محتمل", "possible"],
};
export const LINKS: Record<string, Pair> = {
  named_person: ["شخص مسمى", "named person"],
  named_org: ["جهة مسماة", "named organisation"],
  official_unnamed: ["مسؤول غير مسمى", "unnamed official"],
  witness: ["شهود أو ناشطون", "witnesses or activists"],
  unnamed: ["مصادر غير مسماة", "unnamed sources"],
  media: ["وسيلة إعلام", "media"],
  document: ["وثيقة أو بيان", "document"],
};
export const FIGURES: Record<string, Pair> = {
  killed: ["قتلى", "killed"],
  injured: ["جرحى", "injured"],
  detained: ["محتجزون", "detained"],
  escaped: ["فارون", "escaped"],
  released: ["مفرج عنهم", "released"],
  abducted: ["مخطوفون", "abducted"],
  displaced: ["نازحون", "displaced"],
  participants: ["مشاركون", "participants"],
  fighters: ["مقاتلون", "fighters"],
  weapons: ["أسلحة", "weapons"],
  other: ["عدد", "count"],
};
export const FIGURES_OF: Record<string, Pair> = {
  civilian: ["مدنيون", "civilians"],
  fighter: ["مقاتلون", "fighters"],
  child: ["أطفال", "children"],
  woman: ["نساء", "women"],
  mixed: ["فئات مختلفة", "mixed"],
  unknown: ["", ""],
};
export const BASES: Record<string, Pair> = {
  stated: ["مذكور في النص", "stated"],
  metadata: ["من بيانات الصفحة", "page metadata"],
  url: ["من رابط الصفحة", "page address"],
  dateline: ["من سطر التاريخ", "dateline"],
  carried: ["محمول من موضع آخر", "carried over"],
  borrowed: ["مستعار من تقرير آخر", "borrowed"],
};
export const BLOCKS: Record<string, Pair> = {
  headline: ["عنوان", "headline"],
  dek: ["عنوان فرعي", "dek"],
  byline: ["كاتب", "byline"],
  dateline: ["تاريخ ومكان", "dateline"],
  body: ["متن", "body"],
  caption: ["شرح صورة", "caption"],
  source_credit: ["مصدر", "source credit"],
  related: ["مواد أخرى", "related"],
  tags: ["وسوم", "tags"],
  share: ["مشاركة", "share"],
  menu: ["قائمة", "menu"],
  comment: ["تعليق", "comment"],
  cookie_notice: ["إشعار ملفات الارتباط", "cookie notice"],
  ticker: ["شريط عاجل", "ticker"],
  login_wall: ["طلب تسجيل دخول", "login wall"],
  promo: ["ترويج", "promo"],
  footer: ["تذييل", "footer"],
  other: ["غير ذلك", "other"],
};
export const WORDINGS: Record<string, Pair> = {
  label: ["وصف", "label"],
  pejorative: ["لفظ تحقير", "pejorative"],
  honorific: ["لفظ تكريم", "honorific"],
  euphemism: ["لفظ ملطف", "euphemism"],
  figurative: ["مجاز", "figurative"],
};
export const STANDINGS: Record<string, Pair> = {
  Confirmed: ["مؤكدة", "confirmed"],
  Fair: ["سندها كاف", "fair"],
  Weak: ["سندها ضعيف", "weak"],
  Contested: ["متنازع فيها", "contested"],
  Discounted: ["مستبعدة", "discounted"],
};
export const REASONS: Record<string, Pair> = {
  independent: ["مصدر مستقل", "independent sources"],
  copies: ["نسخة", "copies"],
  shared_source: ["ممن يستندون إلى مصدر غيرهم", "leaning on the source of others"],
  culprits: ["خلاف في الفاعل", "conflicts about who did it"],
  denials: ["نفي", "denials"],
  figures: ["خلاف في الأعداد", "conflicts about figures"],
  accepted: ["الفاعل يقر بها", "accepted by who did it"],
  no_day: ["لا رواية تذكر يومها", "no claim states the day"],
  no_place: ["لا يعرف مكانها بأدق من المنطقة", "no place finer than a district"],
  ruled: ["قرار مراجع", "ruled by a person"],
};
export const CONFLICTS: Record<string, Pair> = {
  figure: ["العدد", "figure"],
  culprit: ["الفاعل", "who did it"],
  denial: ["النفي", "denial"],
  place: ["المكان", "place"],
  day: ["اليوم", "day"],
};

export const PLACE_PRECISIONS: Record<string, Pair> = {
  exact: ["موقع محدد", "exact site"],
  quarter: ["حي", "quarter"],
  settlement: ["بلدة أو مدينة", "town or village"],
  near: ["قرب مكان معلوم", "near a known place"],
  district: ["منطقة", "district"],
  province: ["محافظة", "province"],
  region: ["إقليم", "region"],
  country: ["بلد", "country"],
  unknown: ["غير محدد", "not settled"],
};
export const TIME_PRECISIONS: Record<string, Pair> = {
  instant: ["ساعة", "clock time"],
  part_of_day: ["جزء من اليوم", "part of a day"],
  day: ["يوم", "day"],
  week: ["أسبوع أو أيام", "week or a few days"],
  month: ["شهر", "month"],
  year: ["سنة", "year"],
  unknown: ["غير محدد", "not settled"],
};
export const SCOPES: Record<string, Pair> = {
  event: ["في الواقعة", "in the event"],
  cumulative: ["حصيلة تراكمية", "running total"],
  period: ["خلال مدة", "over a period"],
};
export const DECISIONS: Record<string, Pair> = {
  accept: ["قبول", "accepted"],
  correct: ["تصحيح", "corrected"],
  reject: ["رفض", "rejected"],
  add: ["إضافة رواية", "claim added"],
  move: ["نقل", "moved"],
  merge: ["دمج", "merged"],
  split: ["فصل", "split"],
  standing: ["حكم على السند", "standing set"],
  undo: ["تراجع", "taken back"],
  comment: ["تعليق", "comment"],
};
export const REVIEW_STATES: Record<string, Pair> = {
  unreviewed: ["لم تراجع", "not reviewed"],
  accepted: ["مقبولة", "accepted"],
  corrected: ["مصححة", "corrected"],
  added: ["مضافة", "added"],
  rejected: ["مرفوضة", "rejected"],
};
export const LANGUAGES: Record<string, Pair> = {
  ar: ["العربية", "Arabic"],
  en: ["الإنكليزية", "English"],
  fr: ["الفرنسية", "French"],
  tr: ["التركية", "Turkish"],
  ku: ["الكردية", "Kurdish"],
  fa: ["الفارسية", "Persian"],
  he: ["العبرية", "Hebrew"],
};

/** The word for a value of a list in the interface's language; of a value that is not known here, its name. */
export function word(list: Record<string, Pair>, value: string): string {
  const pair = Object.hasOwn(list, value) ? list[value] : undefined;
  return pair ? pair[lang.value === "ar" ? 0 : 1] : value.replaceAll("_", " ");
}

export const typeWord = (value: string): string => word(TYPES, value);
export const standingWord = (value: string): string => word(STANDINGS, value);
export const conflictWord = (value: string): string => word(CONFLICTS, value);
/** Whether a reason's number counts something. */
export const counted = (code: string): boolean => !["accepted", "no_day", "no_place", "ruled"].includes(code);
