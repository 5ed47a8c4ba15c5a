// Closes a run with a line that any reader of logs can count.
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export default class Counts implements Reporter {
  private readonly last = new Map<string, TestResult["status"]>();
  onTestEnd(test: TestCase, result: TestResult): void {
    this.last.set(test.id, result.status);
  }
  onEnd(): void {
    const all = [...this.last.values()];
    const of = (...s: string[]) => all.filter((x) => s.includes(x)).length;
    console.log(`${of("passed")} passed, ${of("failed", "timedOut", "interrupted")} failed, ${of("skipped")} skipped`);
  }
}
