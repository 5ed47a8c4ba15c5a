// Start of the page: settings, routes, and the views, each loaded when it is first opened.

import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/ui.css";
import { render, type ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { takeToken } from "./api";
import { lang, t } from "./i18n";
import { loadMeta, place, startEvents, startNarrow, startRouting, startTheme } from "./state";
import { KeyHelp, startKeys } from "./ui/keys";
import { Empty, Failed, Loading } from "./ui/parts";
import { Toasts } from "./ui/toast";
import { TopBar } from "./ui/topbar";

type View = ComponentType<{ params: string[] }>;
type Loader = () => Promise<{ default: View }>;

/** Address → view. The groups of the pattern are the view's `params`; queries are read from `query` in state.ts. */
const ROUTES: [RegExp, keyof typeof TITLES, Loader][] = [
  [/^\/$/, "incidents", () => import("./incidents/view")],
  [/^\/incident\/(i\d+)$/, "incidents", () => import("./incident/view")],
  [/^\/report\/(\d+)$/, "reports", () => import("./report/view")],
  [/^\/reports$/, "reports", () => import("./reports/view")],
  [/^\/review$/, "review", () => import("./review/view")],
  [/^\/log$/, "log", () => import("./log/view")],
  [/^\/add$/, "addFiles", () => import("./addfiles/view")],
];
const TITLES = { incidents: "incidents", reports: "reports", review: "review", log: "log", addFiles: "addFiles" } as const;

const loaded = new Map<Loader, View>();

function Routed() {
  const path = place.value.path;
  const found = ROUTES.find(([pattern]) => pattern.test(path));
  const [, again] = useState(0);
  const [failed, setFailed] = useState<unknown>(null);
  const loader = found?.[2];
  useEffect(() => {
    document.title = found ? `${t(TITLES[found[1]])} · ${t("appName")}` : t("appName");
  }, [path, lang.value]);
  useEffect(() => {
    if (!loader || loaded.has(loader)) return;
    setFailed(null);
    loader().then((m) => { loaded.set(loader, m.default); again((n) => n + 1); }, setFailed);
  }, [loader]);
  if (!found || !loader) return <Empty title={t("notFound")}><a href="/">{t("toIncidents")}</a></Empty>;
  const View = loaded.get(loader);
  if (!View) return failed ? <Failed error={failed} retry={() => location.reload()} /> : <Loading />;
  const params = (found[0].exec(path) ?? []).slice(1).map(decodeURIComponent);
  return <View key={found[0].source + params.join("/")} params={params} />;
}

function App() {
  return (
    <>
      <TopBar />
      <main id="content" tabIndex={-1}><Routed /></main>
      <Toasts />
      <KeyHelp />
    </>
  );
}

takeToken();
startTheme();
startNarrow();
startRouting();
startKeys();
render(<App />, document.getElementById("app")!);
void loadMeta();
void startEvents();
// Files may be dropped on any view; what takes them is not needed for the first one.
void import("./addfiles/anywhere").then((m) => m.startDropping());
