// A chain of attribution: the outlet, whom it cites, whom that one cites. The arrows point to who took the word over.

import type { LinkJson, Member } from "../api";
import { LINKS, word } from "../labels";
import { Bdi } from "../ui";
import { w } from "./words";

/** An arrow against the direction of reading: from the source to who cites it. */
export function Arrow() {
  return (
    <svg class="chain-arrow" viewBox="0 0 12 8" width="12" height="8" aria-hidden="true">
      <path d="M11 4H1.5M4.5 1 1.5 4l3 3" fill="none" stroke="currentColor" stroke-width="1.3" />
    </svg>
  );
}

export function Outlet({ member }: { member: Pick<Member, "outlet"> }) {
  return member.outlet ? <Bdi text={member.outlet} /> : <span class="unknown">{w("incident.outlet_unknown")}</span>;
}

export function Chain({ member, says, quiet }: { member: Member; says: readonly LinkJson[]; quiet?: boolean }) {
  return (
    <span class="chain" data-quiet={quiet ? "" : undefined}>
      <span class="sr-only">{w("incident.chain")}: </span>
      <span class="chain-link" data-kind="outlet">
        <Outlet member={member} />
      </span>
      {says.map((link) => (
        <span class="chain-link" data-kind={link.kind}>
          <Arrow />
          <span class="sr-only"> {w("incident.cites_edge")} </span>
          <Bdi text={link.text} />
          <span class="chain-kind">{word(LINKS, link.kind)}</span>
        </span>
      ))}
    </span>
  );
}
