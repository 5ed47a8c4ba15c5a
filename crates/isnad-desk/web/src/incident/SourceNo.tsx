// The number of an independent source, in its colour; the number says it, the colour only helps the eye.

import { number } from "../i18n";
import { w } from "./words";

export function SourceNo({ source, copy }: { source: number; copy?: boolean }) {
  const name = `${w("incident.source_no", { n: source + 1 })}${copy ? ` (${w("incident.copy")})` : ""}`;
  return (
    <span class="source-no" data-source={source % 8} data-copy={copy ? "" : undefined} title={`${name}. ${w("incident.source_no_title")}`}>
      <span aria-hidden="true">{number(source + 1)}</span>
      <span class="sr-only">{name}</span>
    </span>
  );
}
