// How an incident stands: a mark whose form tells it without colour, and its word.

import { standingWord } from "../labels";
import type { Standing } from "../wire";

export function StandingMark({ standing }: { standing: Standing }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      <circle cx="7" cy="7" r="5.75" fill={standing === "Confirmed" ? "currentColor" : "none"} stroke="currentColor" stroke-width="1.5" />
      {standing === "Confirmed" && <path d="m4.3 7.2 1.9 1.9 3.5-4" fill="none" stroke="var(--panel)" stroke-width="1.6" stroke-linecap="round" />}
      {standing === "Fair" && <path d="M7 7V1.25A5.75 5.75 0 1 1 1.25 7Z" fill="currentColor" />}
      {standing === "Weak" && <path d="M7 7V1.25A5.75 5.75 0 0 1 12.75 7Z" fill="currentColor" />}
      {standing === "Contested" && <path d="M4 5.3h6M8.4 3.7 10 5.3M10 8.7H4M5.6 10.3 4 8.7" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" />}
      {standing === "Discounted" && <path d="m3 11 8-8" fill="none" stroke="currentColor" stroke-width="1.5" />}
    </svg>
  );
}

export function StandingBadge({ standing }: { standing: Standing }) {
  return (
    <span class="standing" data-s={standing}>
      <StandingMark standing={standing} />
      <span>{standingWord(standing)}</span>
    </span>
  );
}
