// Head of a report: title, outlet, when it was published and what that rests on, incidents, and, on demand, where it came from
// and what read it.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { captureAddress, download, type ReportAnswer } from "../api";
import { days, moment, otherCalendar } from "../i18n";
import { BASES, LANGUAGES, word } from "../labels";
import { brief, safeHref } from "../text";
import { Bdi, Button, Icon, Shown, StandingBadge, toast, toastError } from "../ui";
import { IncidentWords } from "./Dialogs";
import { iso, t } from "./words";

export function Head({ answer }: { answer: ReportAnswer }) {
  const { report } = answer;
  const p = report.published;
  const [about, showAbout] = useState(false);
  const facts: ComponentChildren[] = [
    report.outlet ? <Bdi text={report.outlet} class="rp-outlet-name" cut /> : <span class="muted">{t("report.no_outlet")}</span>,
    p ? (
      <span title={otherCalendar(p.from, p.to)}>
        {days(p.from, p.to)} <span class="muted">({word(BASES, p.basis)})</span>
      </span>
    ) : (
      <span class="muted">{t("report.not_published")}</span>
    ),
    report.language && <span>{word(LANGUAGES, report.language)}</span>,
    <Address url={report.url} short />,
    <span class="row">{t("report.hash")} <Hash hash={report.capture} /></span>,
  ];
  return (
    <header class="rp-head">
      <nav class="rp-back" aria-label={t("report.back")}>
        <a href="/reports"><Icon name="back" flip /> {t("report.back")}</a>
      </nav>
      <div class="rp-title-row">
        <h1 lang={report.language ?? undefined} dir="auto"><Bdi text={report.title ?? t("report.untitled")} /></h1>
        <div class="rp-head-acts">
          <Button look="line" icon="export" title={t("report.capture_note")} onClick={() => void save(answer.key)}>{t("report.capture_get")}</Button>
          <Button aria-expanded={about} icon={about ? "up" : "down"} onClick={() => showAbout(!about)}>{t("report.about")}</Button>
        </div>
      </div>
      <ul class="rp-facts">{facts.filter(Boolean).map((f, k) => <li key={k}>{f}</li>)}</ul>
      <ul class="rp-incidents" aria-label={t("report.incidents")}>
        {answer.incidents.length === 0 && <li class="muted small">{t("report.no_incident")}</li>}
        {answer.incidents.map((line) => (
          <li key={line.id}>
            <a class="rp-incident-link" href={`/incident/${line.id}`} title={line.title ? brief(line.title) : undefined}>
              <bdi class="muted">{line.id}</bdi> <IncidentWords line={line} /> <StandingBadge standing={line.standing} />
            </a>
          </li>
        ))}
      </ul>
      {about && <About answer={answer} />}
    </header>
  );
}

const save = (key: number) => download(captureAddress(key)).catch(toastError);

function About({ answer }: { answer: ReportAnswer }) {
  const { report, versions } = answer;
  const row = (name: string, value: ComponentChildren) => (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
  return (
    <section class="rp-about panel" aria-label={t("report.about")}>
      <dl>
        {row(t("report.address"), <Address url={report.url} />)}
        {row(
          t("report.capture"),
          <>
            <Hash hash={report.capture} /> <Button tiny look="line" icon="export" onClick={() => void save(answer.key)}>{t("report.capture_get")}</Button>
            <span class="hint rp-block">{t("report.capture_note")}</span>
          </>,
        )}
        {row(t("report.text_hash"), <Hash hash={report.text_sha256} />)}
        {row(t("report.extractor"), <bdi class="mono" dir="ltr">{report.extractor}</bdi>)}
        {row(
          t("report.read_by"),
          <span class="rp-versions">
            <span>{t("report.version_program")} <bdi class="mono">{versions.program}</bdi></span>
            <span>{t("report.version_lexicon")} <Hash hash={versions.lexicon} plain /></span>
            <span>{t("report.version_models")} <Hash hash={versions.models} plain /></span>
          </span>,
        )}
        {row(t("report.added_at"), moment(report.added_at))}
        {row(
          t("report.sightings", { n: answer.sightings.length }),
          <ul class="rp-sightings">
            {answer.sightings.map((s, k) => (
              <li key={k}>
                <span>{moment(s.retrieved_at ?? s.added_at)}</span>{" "}
                <bdi class="mono cut" dir="ltr" title={s.file}>{s.line ? t("report.sighting_line", { file: iso(s.file), line: s.line }) : s.file}</bdi>
                {s.url && s.url !== report.url && <Address url={s.url} />}
              </li>
            ))}
          </ul>,
        )}
        {answer.page_versions.length > 1 &&
          row(
            t("report.page_versions", { n: answer.page_versions.length }),
            <ul class="rp-sightings">
              {answer.page_versions.map((v) => (
                <li key={v.key}>
                  {v.key === answer.key ? <strong>{t("report.page_version_this")}</strong> : <a href={`/report/${v.key}`}>{v.retrieved_at ? moment(v.retrieved_at) : v.key}</a>}
                  {v.key === answer.key && v.retrieved_at && <span>{moment(v.retrieved_at)}</span>}
                  {v.current && <span class="chip">{t("report.page_version_current")}</span>}
                </li>
              ))}
            </ul>,
          )}
      </dl>
    </section>
  );
}

/** An address of a report: a link where it is http or https, else its words only. */
export function Address({ url, short }: { url: string | null; short?: boolean }) {
  if (!url) return <span class="muted">{t("report.no_address")}</span>;
  const href = safeHref(url);
  const text = short && href ? new URL(href).hostname : url;
  if (!href) return <Bdi text={text} cut class="rp-url" />;
  return (
    <a class="rp-url" href={href} target="_blank" rel="noopener noreferrer nofollow" referrerpolicy="no-referrer" title={brief(url)}>
      <bdi dir="ltr" class="cut"><Shown text={text} /></bdi> <Icon name="external" />
    </a>
  );
}

/** A hash, shortened, with the whole to copy. */
export function Hash({ hash, plain }: { hash: string; plain?: boolean }) {
  const copy = async () => {
    if (await toClipboard(hash)) toast(t("report.copied"));
  };
  return (
    <span class="rp-hash">
      <bdi class="mono" dir="ltr" title={hash}>{hash.slice(0, plain ? 8 : 16)}{hash.length > (plain ? 8 : 16) && "…"}</bdi>
      {!plain && <Button tiny look="line" onClick={() => void copy()}>{t("report.copy")}</Button>}
    </span>
  );
}

/** Copies; false where the browser does not let one. */
export async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
