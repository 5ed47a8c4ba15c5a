// A small server that answers the desk's API from the demo's fixtures, for work on the page without the program.
//   node mock/server.mjs [--port 7331] [--many 100000] [--slow ms]
// `--many` adds invented incidents in the demo's country. Decisions are kept in memory; what they change is simplified.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";

const arg = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : otherwise;
};
const PORT = Number(arg("port", 7331));
const MANY = Number(arg("many", 0));
const SLOW = Number(arg("slow", 0));
const fx = JSON.parse(readFileSync(new URL("./fixtures.json", import.meta.url), "utf8"));
const USER = "mock";

// Reports, claims ------------------------------------------------------------------------------------------------------
const reports = new Map(fx.reports.map((r) => [r.key, r]));
const unreviewed = () => ({ state: "unreviewed", decision: null, user: null, at: null, reason: null, comments: [] });
const reviewed = new Map(); // claim id → ReviewedClaim
const claimReport = new Map();
for (const r of reports.values()) {
  for (const c of r.reading.claims) {
    reviewed.set(c.id, { ...c, review: unreviewed(), read: null });
    claimReport.set(c.id, r.key);
  }
}
const added = new Map(); // report key → claim ids added
const chars = new Map([...reports.values()].map((r) => [r.key, [...r.text]]));
const slice = (key, a, b) => chars.get(key).slice(a, b).join("");
function sentence(key, claim) {
  const all = chars.get(key);
  let [a, b] = [claim.trigger.start, claim.trigger.end];
  const block = reports.get(key).reading.blocks[claim.block] ?? { start: 0, end: all.length };
  while (a > block.start && !/[.!؟\n]/.test(all[a - 1])) a--;
  while (b < block.end && !/[.!؟\n]/.test(all[b])) b++;
  return { text: all.slice(a, Math.min(b + 1, block.end)).join(""), start: a, end: Math.min(b + 1, block.end), report_key: key };
}
const labels = (ids) => Object.fromEntries([...ids].filter((id) => id && fx.actors[id]).map((id) => [id, fx.actors[id]]));
const reportLine = (r) => ({ key: r.key, ...pick(r.report, ["id", "capture", "text_sha256", "url", "title", "language", "outlet", "published"]), claims: r.reading.claims.length });
function pick(o, keys) {
  return Object.fromEntries(keys.map((k) => [k, o[k]]));
}

// Incidents ------------------------------------------------------------------------------------------------------------
const incidents = new Map(fx.incidents.map((i) => [i.id, i]));
const redirects = new Map();
const reportByItem = new Map();
for (const i of fx.incidents) {
  for (const m of i.members) {
    const r = fx.reports.find((r) => r.report.id === m.report && r.report.text_sha256 === m.text_sha256);
    if (r) reportByItem.set(m.item, r.key);
  }
}
const RADIUS = { exact: 0.2, quarter: 1, settlement: 3, near: 10, district: 25, province: 70, region: 150, country: 300 };
function line(i) {
  const of = (what) => {
    const f = i.figures.find((f) => f.what === what && f.of === "unknown") ?? i.figures.find((f) => f.what === what);
    return f ? pick(f, ["low", "high", "best"]) : null;
  };
  const claims = [...new Set(i.members.flatMap((m) => m.claims.map((c) => c.id)))];
  const p = i.places[0];
  return {
    id: i.id,
    day: i.day ? pick(i.day, ["from", "to", "basis"]) : null,
    types: i.types,
    place: p ? { ...pick(p, ["name", "lat", "lon", "precision", "gazetteer_id"]), radius_km: RADIUS[p.precision] ?? null } : null,
    places: i.places.length,
    actors: i.actors.slice(0, 4).map(party),
    targets: i.targets.slice(0, 4).map(party),
    killed: of("killed"),
    injured: of("injured"),
    standing: i.standing,
    sources: i.sources,
    reports: i.members.length,
    copies: i.members.filter((m) => m.copy_of).length,
    conflicts: [...new Set(i.conflicts.map((c) => c.kind))],
    outlets: [...new Set(i.members.map((m) => m.outlet).filter(Boolean))],
    title: i.members.find((m) => m.title)?.title ?? null,
    languages: [...new Set(i.members.map((m) => m.language).filter(Boolean))],
    claims: claims.length,
    reviewed: claims.filter((c) => reviewed.get(c)?.review.state !== "unreviewed").length,
    ...pick(fx.incident_meta[i.id] ?? { added_at: now(), changed_at: now() }, ["added_at", "changed_at"]),
  };
}
const party = (p) => ({ entity: p.entity, name: p.name, loaded: p.loaded ?? false, label: p.entity && fx.actors[p.entity] ? pick(fx.actors[p.entity], ["ar", "en"]) : null });
const now = () => new Date().toISOString();

let seed = 7;
const random = () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const choose = (list) => list[Math.floor(random() * list.length)];
const PLACES = fx.places.slice(1).map((row) => row.split("\t")).map((c) => ({ gazetteer_id: c[0], kind: c[3], lat: Number(c[6]), lon: Number(c[7]), name: c[9].split("|")[0], name_en: c[10] || null, population: Number(c[8]) || null, province: c[5] || null }));
const TYPES = ["attack", "airstrike", "shelling", "clash", "killing", "arrest", "protest", "abduction", "release", "displacement", "raid", "bombing", "casualty", "trial"];
const STANDINGS = ["Weak", "Weak", "Weak", "Fair", "Fair", "Contested", "Confirmed", "Discounted"];
const LOADED = ["مرتزقة الجبل", "العصابة الحاكمة", "مسلحون مجهولون", "ملثمون", "أهالي الحي", "متظاهرون"];
const generated = [];
for (let n = 0; n < MANY; n++) {
  const base = line(choose(fx.incidents));
  const at = choose(PLACES);
  const precision = choose(["exact", "quarter", "settlement", "settlement", "near", "district", "province"]);
  const first = new Date(Date.UTC(2023, 0, 1) + Math.floor(random() ** 0.6 * 1300) * 86400000).toISOString().slice(0, 10);
  const wide = random() < 0.2 ? new Date(Date.parse(first) + 86400000 * Math.ceil(random() * 6)).toISOString().slice(0, 10) : first;
  const low = Math.floor(random() ** 4 * 30);
  const claims = 2 + Math.floor(random() * 30);
  const ids = Object.keys(fx.actors);
  const who = () => (random() < 0.6 ? party({ entity: choose(ids), name: "" }) : party({ entity: null, name: choose(LOADED), loaded: random() < 0.4 }));
  generated.push({
    ...base,
    id: `i${n + 100}`,
    day: random() < 0.04 ? null : { from: first, to: wide, basis: random() < 0.8 ? "stated" : "metadata" },
    types: [choose(TYPES), ...(random() < 0.5 ? [choose(TYPES)] : [])],
    place: random() < 0.06 ? null : { name: at.name, lat: at.lat + (random() - 0.5) * 0.08, lon: at.lon + (random() - 0.5) * 0.08, precision, gazetteer_id: at.gazetteer_id, radius_km: RADIUS[precision] },
    places: 1,
    actors: random() < 0.75 ? [who()] : [],
    targets: random() < 0.8 ? [who()] : [],
    killed: random() < 0.5 ? { low, high: low + Math.floor(random() * 6), best: low + 1 } : null,
    standing: choose(STANDINGS),
    sources: 1 + Math.floor(random() ** 3 * 6),
    reports: 1 + Math.floor(random() ** 3 * 12),
    conflicts: random() < 0.3 ? [choose(["figure", "culprit", "denial", "place", "day"])] : [],
    claims,
    reviewed: random() < 0.3 ? Math.floor(random() * (claims + 1)) : 0,
  });
}
const lines = () => [...[...incidents.values()].map(line), ...generated];

function inside([x, y], ring) {
  let is = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[a, b], [c, d]] = [ring[i], ring[j]];
    if (b > y !== d > y && x < ((c - a) * (y - b)) / (d - b) + a) is = !is;
  }
  return is;
}
const fold = (s) => s.replace(/[\u064B-\u0652]/g, "").replace(/[أإآ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه").toLowerCase();
function matching(params, without = "") {
  const all = (name) => (name === without ? [] : params.getAll(name));
  const [q, from, to, area] = ["q", "from", "to", "area"].map((n) => params.get(n) ?? "");
  const ring = area ? area.split(";").map((p) => p.split(",").map(Number)) : null;
  const words = fold(q).split(/\s+/).filter(Boolean);
  const [types, actors, standings, outlets] = [all("type"), all("actor"), all("standing"), all("outlet")];
  return lines().filter((l) => {
    if (words.length) {
      const text = fold([l.title, l.place?.name, ...l.outlets, ...[...l.actors, ...l.targets].flatMap((p) => [p.name, p.label?.ar, p.label?.en])].filter(Boolean).join(" "));
      if (!words.every((w) => text.includes(w))) return false;
    }
    if ((from || to) && (!l.day || (from && l.day.to < from) || (to && l.day.from > to))) return false;
    if (ring && (l.place?.lat == null || !inside([l.place.lon, l.place.lat], ring))) return false;
    if (types.length && !types.some((t) => l.types.includes(t))) return false;
    if (actors.length && !actors.some((a) => [...l.actors, ...l.targets].some((p) => p.entity === a || p.name === a))) return false;
    if (standings.length && !standings.includes(l.standing)) return false;
    if (outlets.length && !outlets.some((o) => l.outlets.includes(o))) return false;
    if (without !== "conflicts" && params.get("conflicts") === "true" && !l.conflicts.length) return false;
    if (without !== "review" && params.get("review") === "todo" && l.reviewed >= l.claims) return false;
    if (without !== "review" && params.get("review") === "done" && l.reviewed < l.claims) return false;
    if (l.sources < Number(params.get("min_sources") ?? 0)) return false;
    const place = params.get("place");
    return !place || l.place?.gazetteer_id === place || l.place?.name.includes(place);
  });
}
const SORT = {
  day: (l) => l.day?.from ?? null, killed: (l) => l.killed?.best ?? null, sources: (l) => l.sources, changed: (l) => l.changed_at,
  doubt: (l) => (l.claims - l.reviewed) * (l.conflicts.length + 1),
};
function sorted(found, sort) {
  const key = SORT[sort.replace("-", "")] ?? SORT.day;
  const sign = sort.startsWith("-") ? -1 : 1;
  return found.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return x < y ? -sign : x > y ? sign : 0;
  });
}
const page = (list, params, max = 200) => {
  const offset = Number(params.get("offset") ?? 0);
  const limit = Math.min(max, Number(params.get("limit") ?? 50));
  return { total: list.length, items: list.slice(offset, offset + limit), took_ms: 1 };
};

function map(params) {
  const zoom = Number(params.get("zoom") ?? 5);
  const box = params.get("bbox")?.split(",").map(Number);
  const found = matching(params);
  const size = 360 / 2 ** zoom / 8;
  const cells = new Map();
  let without = 0;
  for (const l of found) {
    if (l.place?.lat == null) {
      without++;
      continue;
    }
    const { lon, lat } = l.place;
    if (box && (lon < box[0] || lon > box[2] || lat < box[1] || lat > box[3])) continue;
    const key = `${Math.floor(lon / size)} ${Math.floor(lat / size)}`;
    (cells.get(key) ?? cells.set(key, []).get(key)).push(l);
  }
  const points = [...cells.values()].map((of) => {
    const mean = (f) => of.reduce((s, l) => s + f(l), 0) / of.length;
    const standings = {};
    for (const l of of) standings[l.standing] = (standings[l.standing] ?? 0) + 1;
    const one = of.length === 1 ? of[0] : null;
    return {
      lat: mean((l) => l.place.lat), lon: mean((l) => l.place.lon), n: of.length, ids: of.slice(0, 20).map((l) => l.id), incident: one,
      killed_best: of.some((l) => l.killed) ? of.reduce((s, l) => s + (l.killed?.best ?? 0), 0) : null, standings,
      precision: (one ?? of[0]).place.precision, radius_km: one ? one.place.radius_km : null,
    };
  });
  return { points, without_place: without };
}
function timeline(params) {
  const found = matching(params);
  const dated = found.filter((l) => l.day);
  if (!dated.length) return { unit: "day", bins: [], undated: found.length };
  const days = dated.map((l) => Date.parse(l.day.from));
  const [min, max] = [Math.min(...days), Math.max(...days)];
  const span = (max - min) / 86400000;
  const unit = span < 62 ? "day" : span < 500 ? "week" : span < 4000 ? "month" : "year";
  const iso = (t) => new Date(t).toISOString().slice(0, 10);
  const start = (t) => {
    const d = new Date(t);
    if (unit === "week") d.setUTCDate(d.getUTCDate() - ((d.getUTCDay() + 6) % 7));
    if (unit === "month" || unit === "year") d.setUTCDate(1);
    if (unit === "year") d.setUTCMonth(0);
    return +d;
  };
  const next = (t) => {
    const d = new Date(t);
    if (unit === "day") d.setUTCDate(d.getUTCDate() + 1);
    if (unit === "week") d.setUTCDate(d.getUTCDate() + 7);
    if (unit === "month") d.setUTCMonth(d.getUTCMonth() + 1);
    if (unit === "year") d.setUTCFullYear(d.getUTCFullYear() + 1);
    return +d;
  };
  const bins = new Map();
  for (let t = start(min); t <= max; t = next(t)) bins.set(t, { from: iso(t), to: iso(next(t) - 86400000), n: 0, killed_best: null });
  for (const l of dated) {
    const bin = bins.get(start(Date.parse(l.day.from)));
    bin.n++;
    if (l.killed) bin.killed_best = (bin.killed_best ?? 0) + l.killed.best;
  }
  return { unit, bins: [...bins.values()], undated: found.length - dated.length };
}
function facets(params) {
  const tally = (name, of) => {
    const counts = new Map();
    for (const l of matching(params, name)) for (const v of new Set(of(l))) counts.set(v, (counts.get(v) ?? 0) + 1);
    return [...counts].map(([value, n]) => ({ value, n })).sort((a, b) => b.n - a.n);
  };
  return {
    type: tally("type", (l) => l.types), standing: tally("standing", (l) => [l.standing]), outlet: tally("outlet", (l) => l.outlets).slice(0, 50),
    actor: tally("actor", (l) => [...l.actors, ...l.targets].map((p) => p.entity).filter(Boolean)).slice(0, 50).map((v) => ({ ...v, label: fx.actors[v.value] ?? null })),
    conflicts: matching(params, "conflicts").filter((l) => l.conflicts.length).length,
    to_review: matching(params, "review").filter((l) => l.reviewed < l.claims).length, total: matching(params).length,
  };
}

function incident(id) {
  const to = redirects.get(id);
  const i = incidents.get(to ?? id);
  if (!i) return null;
  const claims = {};
  const sentences = {};
  for (const m of i.members) {
    const key = reportByItem.get(m.item);
    for (const c of m.claims) {
      if (!reviewed.has(c.id) || key === undefined) continue;
      claims[c.id] = reviewed.get(c.id);
      sentences[c.id] = sentence(key, reviewed.get(c.id));
    }
  }
  const nodes = new Map();
  const edges = new Map();
  const node = (id, label, kind, entity = null) => (nodes.has(id) || nodes.set(id, { id, label, kind, entity }), id);
  const KIND = { named_person: "person", named_org: "organisation", official_unnamed: "official", witness: "witness", unnamed: "unnamed", media: "media", document: "document" };
  const outlet = (m) => node(`outlet:${m.outlet ?? m.item}`, m.outlet ?? "?", "outlet");
  const edge = (from, to, kind, claim) => {
    const key = `${from} ${to} ${kind}`;
    const e = edges.get(key) ?? edges.set(key, { from, to, kind, claims: [] }).get(key);
    if (claim && !e.claims.includes(claim)) e.claims.push(claim);
  };
  for (const m of i.members) {
    const from = outlet(m);
    if (m.copy_of) {
      const source = i.members.find((x) => x.item === m.copy_of);
      if (source && outlet(source) !== from) edge(from, outlet(source), "copies");
    }
    for (const c of m.claims) {
      let at = from;
      for (const l of c.says ?? []) {
        const next = node(`${l.kind}:${l.entity ?? l.text}`, l.text, KIND[l.kind], l.entity);
        if (next !== at) edge(at, next, "cites", c.id);
        at = next;
      }
    }
  }
  const ents = new Set([...i.actors, ...i.targets].map((p) => p.entity));
  for (const c of Object.values(claims)) for (const l of [...c.says, ...c.actor, ...c.target]) ents.add(l.entity);
  for (const c of i.conflicts) for (const s of c.sides) ents.add(s.value);
  return {
    incident: i, redirected_from: to ? id : null, line: line(i), labels: labels(ents), sentences, claims,
    report_keys: Object.fromEntries(i.members.map((m) => [m.item, reportByItem.get(m.item)])),
    decisions: decisions.filter((d) => d.about.incident === i.id || (d.value?.claim && claims[d.value.claim?.id])).map(decisionLine),
    cites: { nodes: [...nodes.values()], edges: [...edges.values()] },
    neighbours: [...incidents.values()].filter((x) => x.id !== i.id).slice(0, 3).map(line),
  };
}
function report(key) {
  const r = reports.get(key);
  if (!r) return null;
  const ids = [...r.reading.claims.map((c) => c.id), ...(added.get(key) ?? [])];
  const all = ids.map((id) => reviewed.get(id)).sort((a, b) => a.trigger.start - b.trigger.start);
  const ents = new Set([...all, ...r.reading.links.flatMap((l) => l.claims)].flatMap((c) => [...c.actor, ...c.target, ...c.says].map((p) => p.entity)));
  for (const m of r.reading.mentions) ents.add(m.entity);
  return {
    key, report: r.report, text: r.text, blocks: r.reading.blocks, claims: all.filter((c) => c.review.state !== "rejected"),
    rejected: all.filter((c) => c.review.state === "rejected"), lost: [], links: r.reading.links, mentions: r.reading.mentions,
    wording: r.reading.wording.map((w) => ({ ...w, neutral: null })), problems: r.reading.problems, versions: r.reading.versions,
    sightings: r.sightings, decisions: decisions.filter((d) => d.about.report_key === key).map(decisionLine),
    incidents: r.incidents.map((id) => incidents.get(redirects.get(id) ?? id)).filter(Boolean).map(line), labels: labels(ents),
    page_versions: [{ key, retrieved_at: r.sightings[0]?.retrieved_at ?? null, current: true }],
  };
}

// Decisions ------------------------------------------------------------------------------------------------------------
const decisions = [];
const before = new Map(); // decision id → how to take it back
const decisionLine = (d) => d;
function decide(body) {
  const id = `d${String(decisions.length + 1).padStart(15, "0")}`;
  const made = { id, kind: body.kind, anchor: null, subjects: [], value: {}, reason: body.reason ?? "", user: body.user ?? USER, at: now(), holds: true, undone_by: null, about: { report_key: body.report ?? null, incident: body.incident ?? null, title: null } };
  const refuse = (status, code, message, field = null) => ({ status, body: { code, message, field } });
  let undo = () => {};
  let changed = [];
  let ended = [];
  const key = body.report;
  if (key !== undefined && !reports.has(key)) return refuse(404, "not_found", "no such report", "report");
  const fill = (s) => ({ ...s, text: slice(key, s.start, s.end) });
  const build = (edit, old) => ({
    id: old?.id ?? `new${String(Math.random()).slice(2, 15)}`, block: old?.block ?? 0, plover: null, acled: null, confidence: old?.confidence ?? 1, type: edit.type, status: edit.status, background: edit.background,
    trigger: fill(edit.trigger), actor: edit.actor.map(fill), target: edit.target.map(fill), place: edit.place.map(({ place, ...at }) => ({ ...fill(at), ...(place ?? { name: slice(key, at.start, at.end), lat: null, lon: null, gazetteer_id: null, precision: "unknown" }) })),
    time: edit.time.map((x) => ({ ...fill(x), basis: "stated" })), figures: edit.figures.map(fill), says: edit.says.map(fill), cue: edit.cue ? fill(edit.cue) : null,
  });
  const claim = reviewed.get(body.claim);
  if (["accept", "reject", "correct"].includes(body.kind)) {
    if (!claim) return refuse(404, "not_found", "no such claim", "claim");
    const old = claim;
    const state = { accept: "accepted", reject: "rejected", correct: "corrected" }[body.kind];
    const next = body.kind === "correct" ? { ...build(body.value, claim), read: claim.read ?? stripped(claim) } : { ...claim };
    next.review = { ...claim.review, state, decision: id, user: made.user, at: made.at, reason: made.reason || null };
    reviewed.set(claim.id, next);
    undo = () => reviewed.set(claim.id, old);
    made.value = { was: pick(old, ["id", "type"]), ...(body.kind === "reject" ? {} : { claim: stripped(next) }) };
    made.anchor = anchor(key, next.trigger);
  } else if (body.kind === "add") {
    const next = { ...build(body.value), review: { ...unreviewed(), state: "added", decision: id, user: made.user, at: made.at }, read: null };
    reviewed.set(next.id, next);
    added.set(key, [...(added.get(key) ?? []), next.id]);
    undo = () => added.set(key, added.get(key).filter((x) => x !== next.id));
    made.value = { claim: stripped(next), was: null };
    made.anchor = anchor(key, next.trigger);
  } else if (body.kind === "comment" && claim) {
    claim.review.comments.push({ decision: id, user: made.user, at: made.at, text: body.text });
    undo = () => (claim.review.comments = claim.review.comments.filter((c) => c.decision !== id));
    made.value = { text: body.text, was: pick(claim, ["id", "type"]) };
    made.anchor = anchor(key, claim.trigger);
  } else if (body.kind === "comment") {
    made.value = { text: body.text };
    made.subjects = [body.incident];
  } else if (body.kind === "standing") {
    const i = incidents.get(body.incident);
    if (!i) return refuse(404, "not_found", "no such incident", "incident");
    if (!body.reason) return refuse(422, "needs_reason", "a standing needs a reason", "reason");
    const old = { standing: i.standing, reasons: i.reasons };
    i.standing = body.standing;
    i.reasons = [{ code: "ruled", n: 1, note: body.reason }, ...i.reasons];
    undo = () => Object.assign(i, old);
    made.subjects = [i.id];
    made.value = { standing: body.standing };
    changed = [i.id];
  } else if (body.kind === "merge") {
    const all = body.incidents.map((x) => incidents.get(x));
    if (all.length < 2 || all.some((x) => !x)) return refuse(422, "cannot_merge", "the mock merges the demo's incidents only", "incidents");
    const [into, ...rest] = all;
    const old = { ...into };
    for (const x of rest) {
      into.members = [...into.members, ...x.members];
      into.places = [...into.places, ...x.places];
      into.types = [...new Set([...into.types, ...x.types])];
      into.sources += x.sources;
      incidents.delete(x.id);
      redirects.set(x.id, into.id);
    }
    undo = () => {
      Object.assign(into, old);
      for (const x of rest) {
        incidents.set(x.id, x);
        redirects.delete(x.id);
      }
    };
    made.subjects = body.incidents;
    made.about.incident = into.id;
    changed = [into.id];
    ended = rest.map((x) => ({ id: x.id, to: into.id }));
  } else if (body.kind === "undo") {
    const old = decisions.find((d) => d.id === body.decision);
    if (!old) return refuse(404, "not_found", "no such decision", "decision");
    if (!old.holds) return refuse(409, "already_undone", "it was undone already");
    before.get(old.id)?.();
    old.holds = false;
    old.undone_by = id;
    made.subjects = [old.id];
    made.about = { ...old.about };
  } else {
    made.value = body;
    made.subjects = [body.incident, body.to].filter(Boolean);
  }
  if (key !== undefined) made.about = { report_key: key, incident: reports.get(key).incidents[0] ?? null, title: reports.get(key).report.title };
  else if (made.about.incident && incidents.has(made.about.incident)) made.about.title = line(incidents.get(made.about.incident)).title;
  decisions.push(made);
  before.set(id, undo);
  tell("changed", { incidents: changed, reports: 0, decisions: 1 });
  return { status: 201, body: { decision: made, incidents: changed, ended } };
}
const stripped = ({ review, read, ...claim }) => claim;
const anchor = (key, s) => ({ text_sha256: reports.get(key).report.text_sha256, span: { start: s.start, end: s.end }, quotation: s.text, before: slice(key, Math.max(0, s.start - 40), s.start), after: slice(key, s.end, s.end + 40) });

// Events, server ---------------------------------------------------------------------------------------------------------
const streams = new Set();
const tell = (name, data) => {
  for (const s of streams) s.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
};
const jobs = new Map();
function addJob() {
  const job = { id: `j${jobs.size + 1}`, state: "reading", files: 3, records: 3, added: 0, known: 0, errors: [], reports: [], incidents: [] };
  jobs.set(job.id, job);
  const steps = [() => (job.added = 1), () => (job.added = 2), () => Object.assign(job, { state: "grouping", known: 1 }), () => Object.assign(job, { state: "done", reports: [1, 2], incidents: ["i1"], errors: [{ where: "broken.html", message: "empty_page: nothing to read" }] })];
  const timer = setInterval(() => {
    steps.shift()?.();
    tell("job", job);
    if (!steps.length) {
      clearInterval(timer);
      tell("changed", { incidents: ["i1"], reports: 2, decisions: 0 });
    }
  }, 700);
  return job.id;
}
const claimsWaiting = () => [...reviewed.values()].filter((c) => c.review.state === "unreviewed");
const LISTS = {
  standing: ["Confirmed", "Fair", "Weak", "Contested", "Discounted"], status: ["actual", "negated", "future", "possible"],
  place_precision: ["exact", "quarter", "settlement", "near", "district", "province", "region", "country", "unknown"],
  time_precision: ["instant", "part_of_day", "day", "week", "month", "year", "unknown"],
  link_kind: ["named_person", "named_org", "official_unnamed", "witness", "unnamed", "media", "document"],
  figure_what: ["killed", "injured", "detained", "escaped", "released", "abducted", "displaced", "participants", "fighters", "weapons", "other"],
  figure_of: ["civilian", "fighter", "child", "woman", "mixed", "unknown"], figure_scope: ["event", "cumulative", "period"],
  wording: ["label", "pejorative", "honorific", "euphemism", "figurative"], block: [], conflict: ["figure", "culprit", "denial", "place", "day"],
};
const ALL_TYPES = "clash attack airstrike shelling bombing suicide_bombing chemical_attack killing abduction torture sexual_violence property_destruction weapons_interception casualty capture_territory withdrawal deployment siege air_activity arrest raid holding release escape prison_unrest trial transfer protest riot strike crackdown displacement return meet agree violate_agreement support cooperate aid concede demand accuse reject threaten sanction political_change control accident disaster disease other".split(" ");

function answer(method, path, params, body) {
  const ok = (body, status = 200) => ({ status, body });
  let m;
  if (path === "/api/meta") return ok({
    version: "0.1.0-mock", archive: { path: "/tmp/mock/demo.db", name: "demo.db" }, behind: Number(process.env.MOCK_BEHIND ?? 0), user: USER,
    counts: { captures: reports.size, sightings: reports.size, reports: reports.size, readings: reports.size, claims: reviewed.size, incidents: lines().length, decisions: decisions.length },
    types: ALL_TYPES.map((id) => ({ id, plover: null, acled: null })), lists: LISTS, generated_at: now(),
    exports: { incidents: ["csv", "jsonl", "geojson", "kml", "acled"], claims: ["csv", "jsonl"], reports: ["csv", "jsonl"], decisions: ["jsonl", "gold"] },
  });
  if (path === "/api/incidents") return ok(page(sorted(matching(params), params.get("sort") ?? "-day"), params));
  if (path === "/api/incidents/map") return ok(map(params));
  if (path === "/api/incidents/timeline") return ok(timeline(params));
  if (path === "/api/incidents/facets") return ok(facets(params));
  if ((m = /^\/api\/incidents\/(i\d+)$/.exec(path))) return incident(m[1]) ? ok(incident(m[1])) : null;
  if (path === "/api/reports") {
    const q = fold(params.get("q") ?? "");
    const found = [...reports.values()].filter((r) => (!q || fold(`${r.report.title} ${r.text}`).includes(q)) && (!params.getAll("outlet").length || params.getAll("outlet").includes(r.report.outlet)) && (!params.getAll("language").length || params.getAll("language").includes(r.report.language)) && (!params.get("from") || (r.report.published?.to ?? "") >= params.get("from")) && (!params.get("to") || (r.report.published?.from ?? "9") <= params.get("to")));
    const full = found.map((r) => {
      const done = r.reading.claims.filter((c) => reviewed.get(c.id).review.state !== "unreviewed").length;
      const at = q ? fold(r.text).indexOf(q) : -1;
      return { ...reportLine(r), incidents: r.incidents, reviewed: done, excerpt: at >= 0 ? r.text.slice(Math.max(0, at - 60), at + 120) : null };
    }).filter((r) => !params.get("review") || (params.get("review") === "done") === (r.claims > 0 && r.reviewed >= r.claims));
    full.sort((a, b) => (b.published?.from ?? "").localeCompare(a.published?.from ?? ""));
    return ok(page(full, params));
  }
  if ((m = /^\/api\/reports\/(\d+)$/.exec(path))) return report(Number(m[1])) ? ok(report(Number(m[1]))) : null;
  if (path === "/api/queue") {
    const items = claimsWaiting().filter((c) => !params.getAll("type").length || params.getAll("type").includes(c.type)).map((claim) => {
      const key = claimReport.get(claim.id);
      const doubt = 4 * claim.confidence * (1 - claim.confidence);
      return { report: reportLine(reports.get(key)), claim, sentence: sentence(key, claim), incident: reports.get(key).incidents[0] ?? null, doubt, importance: claim.figures.length ? 2 : 1 };
    });
    items.sort((a, b) => b.doubt * b.importance - a.doubt * a.importance);
    return ok(page(items, params));
  }
  if (path === "/api/decisions" && method === "GET") return ok(page([...decisions].reverse(), params));
  if (path === "/api/decisions") return decide(body);
  if (path === "/api/places") {
    const q = fold(params.get("q") ?? "");
    return ok({ items: PLACES.filter((p) => fold(`${p.name} ${p.name_en}`).includes(q)).slice(0, 20).map((p) => ({ ...p, country: "سمرازان" })) });
  }
  if (path === "/api/actors") {
    const q = fold(params.get("q") ?? "");
    return ok({ items: Object.entries(fx.actors).filter(([id, a]) => fold(`${id} ${a.ar} ${a.en}`).includes(q)).slice(0, 20).map(([id, a]) => ({ id, ...a })) });
  }
  if (path === "/api/add") return ok({ job: addJob() }, 202);
  if ((m = /^\/api\/jobs\/(\w+)$/.exec(path))) return jobs.has(m[1]) ? ok(jobs.get(m[1])) : null;
  if (path === "/api/session") return ok({});
  // Only of the mock: has the page told that something came in.
  if (path === "/api/mock/changed") {
    const base = line([...incidents.values()][0]);
    for (let n = 0; n < 3; n++) generated.push({ ...base, id: `i${generated.length + 200_000}`, day: { from: "2026-08-01", to: "2026-08-01", basis: "stated" } });
    tell("changed", { incidents: generated.slice(-3).map((l) => l.id), reports: 3, decisions: 0 });
    return ok({});
  }
  return null;
}

createServer((request, response) => {
  const url = new URL(request.url, "http://mock");
  if (url.pathname === "/api/events") {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write("event: ping\ndata: {}\n\n");
    streams.add(response);
    request.on("close", () => streams.delete(response));
    return;
  }
  if (url.pathname === "/api/export" || /^\/api\/reports\/\d+\/capture$/.test(url.pathname)) {
    response.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Disposition": 'attachment; filename="mock.txt"' });
    response.end(`mock: ${url.search}\n`);
    return;
  }
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    let body = null;
    try {
      body = JSON.parse(Buffer.concat(parts).toString("utf8"));
    } catch {
      // Multipart, or none.
    }
    let said;
    try {
      said = answer(request.method, url.pathname, url.searchParams, body) ?? { status: 404, body: { code: "not_found", message: "nothing here", field: null } };
    } catch (error) {
      console.error(error);
      said = { status: 500, body: { code: "internal", message: String(error), field: null } };
    }
    setTimeout(() => {
      response.writeHead(said.status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
      response.end(JSON.stringify(said.body));
    }, SLOW);
  });
}).listen(PORT, "127.0.0.1", () => console.log(`mock of the desk's API: http://127.0.0.1:${PORT} (${lines().length} incidents)`));
