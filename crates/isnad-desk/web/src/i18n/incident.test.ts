import { describe, expect, it } from "vitest";
import { lang, locale } from "../i18n";
import { arIncident } from "./ar-incident";
import { enIncident } from "./en-incident";
import { w } from "./incident";

describe("words of an incident", () => {
  it("keep the direction of names, and lose what cannot be seen", () => {
    lang.value = "ar";
    expect(w("incident.split_from", { id: "i12\u202e" })).toBe("فُصلت عن \u2068i12\u2069");
  });
  it("agree with numbers in Arabic", () => {
    lang.value = "ar";
    expect(locale()).toContain("ar");
    const of = (n: number) => w("incident.n_sources", { n });
    expect([0, 1, 2, 3, 10, 11, 99, 100, 102].map(of)).toEqual([
      "بلا مصادر مستقلة", "مصدر مستقل واحد", "مصدران مستقلان", "3 مصادر مستقلة", "10 مصادر مستقلة", "11 مصدرا مستقلا", "99 مصدرا مستقلا",
      "100 مصدر مستقل", "102 مصدر مستقل",
    ]);
  });
  it("have all six forms wherever a number is said in Arabic", () => {
    for (const [key, message] of Object.entries(arIncident)) {
      if (typeof message === "string") continue;
      for (const form of ["zero", "one", "two", "few", "many", "other"] as const) expect(message[form], `${key} ${form}`).toBeDefined();
    }
  });
  it("name the same values in both languages", () => {
    const names = (message: unknown) => new Set([...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map((m) => m[1]).filter((n) => n !== "n"));
    for (const [key, english] of Object.entries(enIncident)) expect(names(arIncident[key as keyof typeof enIncident]), key).toEqual(names(english));
  });
});
