import { afterEach, describe, expect, it } from "vitest";
import { ago, calendar, days, digits, lang, months, number, otherCalendar, t, write } from "./i18n";
import { ar } from "./i18n/ar";
import { en } from "./i18n/en";
import { STANDINGS, TYPES, standingWord, typeWord } from "./labels";

afterEach(() => {
  lang.value = "en";
  digits.value = "latn";
  calendar.value = "gregorian";
  months.value = "levant";
});
const strip = (text: string) => text.replace(/[\u200E\u200F\u061C]/g, "").replace(/[\u00A0\u2009\u202F]/g, " ");

describe("plurals", () => {
  it("have six forms in Arabic, as the program's own tables", () => {
    lang.value = "ar";
    const table: [number, string][] = [
      [0, "لا تقارير"], [1, "تقرير واحد"], [2, "تقريران"], [3, "3 تقارير"], [10, "10 تقارير"], [11, "11 تقريرا"], [99, "99 تقريرا"],
      [100, "100 تقرير"], [102, "102 تقرير"], [103, "103 تقارير"], [111, "111 تقريرا"], [1000, "1,000 تقرير"],
    ];
    for (const [n, text] of table) expect(t("nReports", { n })).toBe(text);
    expect([1, 2, 5, 12, 100].map((n) => t("nIncidents", { n }))).toEqual(["واقعة واحدة", "واقعتان", "5 وقائع", "12 واقعة", "100 واقعة"]);
  });
  it("have two in English", () => {
    lang.value = "en";
    expect([0, 1, 2].map((n) => t("nClaims", { n }))).toEqual(["0 claims", "1 claim", "2 claims"]);
  });
  it("are whole in both tables, and name the same values", () => {
    for (const [key, english] of Object.entries(en)) {
      const arabic = ar[key as keyof typeof ar];
      if (typeof english !== "string") expect(Object.keys(arabic as object).sort(), key).toEqual(["few", "many", "one", "other", "two", "zero"]);
      else {
        const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();
        expect(names(arabic as string), key).toEqual(names(english));
      }
    }
  });
});

describe("numbers and days", () => {
  it("have the digits of the setting, in Arabic only", () => {
    lang.value = "ar";
    expect(number(1234)).toBe("1,234");
    digits.value = "arab";
    expect(number(1234)).toBe("١٬٢٣٤");
    expect(t("nSources", { n: 12 })).toBe("١٢ مصدرا");
    lang.value = "en";
    expect(number(1234)).toBe("1,234");
  });
  it("are written in the calendar of the setting", () => {
    lang.value = "en";
    expect(days("2026-02-10")).toBe("10 Feb 2026");
    expect(strip(days("2026-02-10", "2026-02-13"))).toBe("10–13 Feb 2026".replace("–", " – "));
    expect([days("2026-02-01", "2026-02-28"), days("2026-01-01", "2026-12-31")]).toEqual(["February 2026", "2026"]);
    expect(otherCalendar("2026-02-10")).toContain("1447");
    calendar.value = "hijri";
    expect(days("2026-02-10")).toContain("1447");
    calendar.value = "both";
    expect(days("2026-02-10")).toMatch(/^10 Feb 2026 \(.*1447/);
    lang.value = "ar";
    calendar.value = "gregorian";
    expect(strip(days("2026-02-10"))).toBe("10 شباط 2026");
    months.value = "egypt";
    expect(strip(days("2026-02-10"))).toBe("10 فبراير 2026");
  });
  it("do not throw on what is no day", () => {
    expect([days("soon"), ago("soon")]).toEqual(["soon", "soon"]);
  });
});

it("a message without its value keeps the name, and words of lists that are not known are shown", () => {
  expect(write("{a} of {b}", { a: 2 })).toBe("2 of {b}");
  expect([typeWord("new_kind"), typeWord("constructor"), standingWord("Fair")]).toEqual(["new kind", "constructor", "fair"]);
  expect(Object.keys(TYPES)).toHaveLength(51);
  expect(Object.keys(STANDINGS)).toHaveLength(5);
});
