// The bar at the top: where one is, search, settings.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { calendar, digits, lang, months, t } from "../i18n";
import { density, go, lastList, live, meta, parseFilter, place, query, theme, writeFilter } from "../state";
import { Icon } from "./icons";
import { helpOpen, useKeys } from "./keys";
import { Menu } from "./menu";
import { Button, Segments } from "./parts";

const VIEWS = [
  ["/", "incidents"], ["/reports", "reports"], ["/review", "review"], ["/log", "log"], ["/add", "addFiles"],
] as const;

function current(path: string, of: string): boolean {
  if (of === "/") return path === "/" || path.startsWith("/incident/");
  return path === of || (of === "/reports" && path.startsWith("/report/"));
}

export function TopBar() {
  const input = useRef<HTMLInputElement>(null);
  const text = useSignal(query.value.get("q") ?? "");
  const onList = place.value.path === "/";
  useEffect(() => {
    if (onList && document.activeElement !== input.current) text.value = query.value.get("q") ?? "";
  }, [place.value]);
  useKeys(() => ({
    title: t("kGeneral"),
    keys: [
      { key: "?", label: t("kHelp"), run: () => (helpOpen.value = true) },
      { key: "/", label: t("kSearch"), run: () => input.current?.select() },
      { key: "g i", label: t("kGoIncidents"), run: () => go("/") },
      { key: "g r", label: t("kGoReports"), run: () => go("/reports") },
      { key: "g q", label: t("kGoReview"), run: () => go("/review") },
      { key: "g l", label: t("kGoLog"), run: () => go("/log") },
      { key: "g a", label: t("kGoAdd"), run: () => go("/add") },
    ],
  }));
  const find = (replace: boolean) => {
    const filter = onList ? parseFilter(query.peek()) : parseFilter(new URLSearchParams());
    go(`/${writeFilter({ ...filter, q: text.value })}`, { replace, keepScroll: true });
  };
  const timer = useRef(0);
  const behind = meta.value?.behind ?? 0;
  return (
    <>
      <header class="topbar">
        <a class="skip" href="#content">{t("skipToContent")}</a>
        <a class="brand" href="/" aria-label={t("appName")}>
          <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="var(--accent)" /><g fill="none" stroke="var(--accent-ink)" stroke-width="2.6" stroke-linecap="round"><circle cx="9" cy="16" r="4" /><circle cx="23" cy="16" r="4" /><path d="M13 16h6" /></g></svg>
          <span class="hide-narrow">{t("appName")}</span>
        </a>
        <nav aria-label={t("mainNavigation")}>
          <ul>
            {VIEWS.map(([path, name]) => (
              <li key={path}><a href={path === "/" && !onList ? lastList.value : path} aria-current={current(place.value.path, path) ? "page" : undefined}>{t(name)}</a></li>
            ))}
          </ul>
        </nav>
        <form class="find" role="search" aria-label={t("searchIncidents")} onSubmit={(event) => { event.preventDefault(); clearTimeout(timer.current); find(false); }}>
          <Icon name="search" />
          <input ref={input} class="input" type="search" value={text.value} placeholder={t("searchIncidents")} aria-label={t("searchIncidents")}
            dir={text.value ? "auto" : undefined} enterkeyhint="search" autocomplete="off" spellcheck={false}
            onInput={(event) => {
              text.value = event.currentTarget.value;
              clearTimeout(timer.current);
              if (onList) timer.current = window.setTimeout(() => find(true), 250);
            }}
            onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); }} />
        </form>
        <div class="end">
          <Button class="lang" onClick={() => (lang.value = lang.value === "ar" ? "en" : "ar")} lang={lang.value === "ar" ? "en" : "ar"}>
            {lang.value === "ar" ? "English" : "العربية"}
          </Button>
          <Button icon="help" name={t("keyboard")} class="hide-narrow" onClick={() => (helpOpen.value = true)} />
          <Menu icon="settings" name={t("settings")} panel={() => <Settings />} />
        </div>
      </header>
      <div class="notices">
        {live.value === "lost" && <div class="notice" role="status">{t("offline")}</div>}
        {behind > 0 && <div class="notice" role="status" title={t("behindHow")}>{t("behind", { n: behind })}</div>}
      </div>
    </>
  );
}

function Settings() {
  return (
    <div class="settings">
      <div class="field"><span>{t("language")}</span><Segments label={t("language")} value={lang.value} options={[["ar", "العربية"], ["en", "English"]]} onChange={(v) => (lang.value = v)} /></div>
      <div class="field"><span>{t("theme")}</span><Segments label={t("theme")} value={theme.value} options={[["system", t("themeSystem")], ["light", t("themeLight")], ["dark", t("themeDark")]]} onChange={(v) => (theme.value = v)} /></div>
      <div class="field"><span>{t("calendarSetting")}</span><Segments label={t("calendarSetting")} value={calendar.value} options={[["gregorian", t("gregorian")], ["hijri", t("hijri")], ["both", t("bothCalendars")]]} onChange={(v) => (calendar.value = v)} /></div>
      {lang.value === "ar" && <>
        <div class="field"><span>{t("digits")}</span><Segments label={t("digits")} value={digits.value} options={[["latn", "123"], ["arab", "١٢٣"]]} onChange={(v) => (digits.value = v)} /></div>
        <div class="field"><span>{t("months")}</span><Segments label={t("months")} value={months.value} options={[["levant", t("monthsLevant")], ["egypt", t("monthsEgypt")]]} onChange={(v) => (months.value = v)} /></div>
      </>}
      <div class="field"><span>{t("densitySetting")}</span><Segments label={t("densitySetting")} value={density.value} options={[["comfortable", t("comfortable")], ["compact", t("compact")]]} onChange={(v) => (density.value = v)} /></div>
      {meta.value && <p class="hint mono" dir="ltr" title={meta.value.archive.path}>isnad {meta.value.version} · {meta.value.archive.name}</p>}
    </div>
  );
}
