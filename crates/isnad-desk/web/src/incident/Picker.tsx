// Chooses an incident: from those near in day and place, or by searching (words, or a number such as i12).

import { useEffect, useId, useState } from "preact/hooks";
import { api, type IncidentLine } from "../api";
import { days, list } from "../i18n";
import { typeWord } from "../labels";
import { Bdi, Spinner, StandingBadge } from "../ui";
import { useView } from "./context";
import { rangeOf, w } from "./words";

export function LineText({ line }: { line: IncidentLine }) {
  return (
    <span class="pick-text">
      <span class="pick-first">
        <span class="num muted">{line.id}</span> <span>{list(line.types.slice(0, 2).map(typeWord))}</span>
        <StandingBadge standing={line.standing} />
      </span>
      <span class="pick-second muted">
        {line.day ? days(line.day.from, line.day.to) : w("incident.no_day")} · {line.place ? <Bdi text={line.place.name} /> : w("incident.no_place")}
        {line.killed && ` · ${w("incident.killed_short", { n: rangeOf(line.killed) })}`} · {w("incident.n_reports", { n: line.reports })}
      </span>
      {line.title && (
        <span class="pick-third">
          <Bdi text={line.title} cut />
        </span>
      )}
    </span>
  );
}

export function Picker({ chosen, choose }: { chosen: string | null; choose: (line: IncidentLine) => void }) {
  const { answer } = useView();
  const here = answer.incident.id;
  const [words, setWords] = useState("");
  const [found, setFound] = useState<IncidentLine[] | null>(null);
  const [busy, setBusy] = useState(false);
  const group = useId();
  useEffect(() => {
    const q = words.trim();
    if (q === "") {
      setFound(null);
      setBusy(false);
      return;
    }
    setBusy(true);
    const control = new AbortController();
    const timer = setTimeout(() => {
      void search(q, control.signal)
        .catch(() => [])
        .then((lines) => {
          if (control.signal.aborted) return;
          setFound(lines.filter((l) => l.id !== here));
          setBusy(false);
        });
    }, 180);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [words, here]);
  const shown = found ?? answer.neighbours;
  return (
    <div class="picker">
      <label class="field">
        <span>{w("incident.merge_search")}</span>
        <input class="input" type="search" dir="auto" value={words} autocomplete="off" spellcheck={false} onInput={(e) => setWords(e.currentTarget.value)} />
      </label>
      <fieldset aria-busy={busy}>
        <legend class="label">
          {w(found ? "incident.merge_found" : "incident.merge_near")} {busy && <Spinner />}
        </legend>
        {shown.length === 0 && !busy && <p class="none">{w(found ? "incident.merge_nothing" : "incident.merge_none")}</p>}
        <ul class="pick-list">
          {shown.map((line) => (
            <li key={line.id}>
              <label class="pick">
                <input type="radio" name={group} checked={chosen === line.id} onChange={() => choose(line)} />
                <LineText line={line} />
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
    </div>
  );
}

async function search(q: string, signal: AbortSignal): Promise<IncidentLine[]> {
  const id = /^i?(\d{1,12})$/i.exec(q)?.[1];
  if (id !== undefined) {
    const one = await api.incident(`i${Number(id)}`, signal).catch(() => null);
    if (one?.line) return [one.line];
  }
  return (await api.incidents({ q, limit: 12 }, signal)).items;
}
