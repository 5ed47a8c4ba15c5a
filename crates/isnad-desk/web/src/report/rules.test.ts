import { afterEach, expect, it } from "vitest";
import { lang } from "../i18n";
import { ruleText } from "./rules";

afterEach(() => {
  lang.value = "en";
});

it("names the reader's rules in Arabic, and those that it does not know as they are", () => {
  lang.value = "ar";
  expect(ruleText("verb of saying")).toBe("فعل قول");
  expect(ruleText("learned: before the trigger, after «في»")).toBe("نموذج متعلَّم: قبل كلمة الحدث، بعد «في»");
  expect(ruleText("learned: after the trigger")).toBe("نموذج متعلَّم: بعد كلمة الحدث");
  expect(ruleText("cue of «negated»")).toBe("لفظ يدل على «منفي»");
  expect(ruleText("learned: «future» by the words around")).toBe("نموذج متعلَّم: «مرتقب» مما حولها");
  expect([ruleText("a rule of tomorrow"), ruleText("constructor")]).toEqual(["a rule of tomorrow", "constructor"]);
  lang.value = "en";
  expect(ruleText("verb of saying")).toBe("verb of saying");
});
