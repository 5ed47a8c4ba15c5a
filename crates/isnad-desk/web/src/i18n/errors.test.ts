import { afterEach, describe, expect, it } from "vitest";
import snapshot from "../../../tests/snapshots/reading__openapi.snap?raw";
import { lang } from "../i18n";
import { arErrors } from "./ar-errors";
import { enErrors } from "./en-errors";
import { known, refusal } from "./errors";

afterEach(() => {
  lang.value = "en";
});

describe("refusals", () => {
  it("have words in both languages for every reason that the server's document names", () => {
    const document = JSON.parse(snapshot.slice(snapshot.indexOf("\n---\n") + 5)) as {
      components: { schemas: { ErrorBody: { properties: { reason: { enum: string[] } } } } };
    };
    const reasons = document.components.schemas.ErrorBody.properties.reason.enum;
    expect(reasons.length).toBeGreaterThan(20);
    expect(reasons.filter((r) => !Object.hasOwn(enErrors, r))).toEqual([]);
  });
  it("agree with their number", () => {
    const body = (n: number) => ({ reason: "span_past_end", n });
    lang.value = "ar";
    const said = [1, 2, 3, 11, 100].map((n) => refusal("does_not_hold", body(n)));
    expect(said).toEqual([
      "ليس في النص إلا محرف واحد.", "ليس في النص إلا محرفان.", "ليس في النص إلا 3 محارف.", "ليس في النص إلا 11 محرفا.", "ليس في النص إلا 100 محرف.",
    ]);
    lang.value = "en";
    expect([1, 2].map((n) => refusal("does_not_hold", body(n)))).toEqual(["The text has 1 character only.", "The text has 2 characters only."]);
  });
  it("fall back to the code, and to nothing for words that are not known", () => {
    expect(refusal("busy", null)).toBe(enErrors.busy);
    expect(refusal("busy", { reason: "of_tomorrow" })).toBe(enErrors.busy);
    expect([refusal("of_tomorrow", {}), known("toString"), known(undefined)]).toEqual([null, null, null]);
  });
  it("have all six forms in Arabic where they have two in English", () => {
    for (const [key, message] of Object.entries(enErrors)) {
      const arabic = arErrors[key as keyof typeof enErrors];
      if (typeof message === "string") expect(typeof arabic, key).toBe("string");
      else expect(Object.keys(arabic).sort(), key).toEqual(["few", "many", "one", "other", "two", "zero"]);
    }
  });
});
