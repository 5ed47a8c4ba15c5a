// Words of the base map, in Arabic and English.
import { scope, type Message } from "../i18n";

const en = {
  in: "Zoom in",
  out: "Zoom out",
  sources: "Map: Natural Earth; places: GeoNames (CC BY 4.0)",
  borders: "Borders are Natural Earth's; dashed: disputed or not settled. They are no statement of ours.",
  invented: "An invented country, in the open sea",
  no_webgl: "This browser cannot draw the map (WebGL is off). Everything else works without it.",
  failed: "The map could not be loaded.",
} satisfies Record<string, Message>;

const ar: Record<keyof typeof en, Message> = {
  in: "تكبير",
  out: "تصغير",
  sources: "الخريطة: Natural Earth، والأماكن: GeoNames (CC BY 4.0)",
  borders: "الحدود كما ترسمها Natural Earth، والمتقطّع منها متنازَع عليه أو غير مستقرّ. ليست موقفًا منّا.",
  invented: "بلد متخيَّل في عرض البحر",
  no_webgl: "لا يستطيع هذا المتصفّح رسم الخريطة (WebGL معطّل). كلّ ما عداها يعمل من دونها.",
  failed: "تعذّر تحميل الخريطة.",
};

export const words = scope<keyof typeof en>(ar, en);
