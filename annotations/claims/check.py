#!/usr/bin/env python3
"""Check reports.jsonl against the form that README.md says: check.py [FILE ...] [--counts]
(a line for each fault, exit 1 if there is one)."""
import collections, json, os, re, sys

TYPES = set("""clash attack airstrike shelling bombing suicide_bombing chemical_attack killing abduction torture sexual_violence
property_destruction weapons_interception casualty capture_territory withdrawal deployment siege air_activity arrest raid holding
release escape prison_unrest trial transfer protest riot strike crackdown displacement return meet agree violate_agreement support
cooperate aid concede demand accuse reject threaten sanction political_change control accident disaster disease other""".split())
STATUS = {"actual", "negated", "future", "possible"}
KIND = {"named_person", "named_org", "official_unnamed", "witness", "unnamed", "media", "document"}
WHAT = {"killed", "injured", "detained", "escaped", "released", "abducted", "displaced", "participants", "fighters", "weapons", "other"}
OF = {"civilian", "fighter", "child", "woman", "mixed", "unknown"}
SCOPE = {"event", "cumulative", "period"}
ROLES = ("actor", "target", "place", "time")
REPORT = {"id", "part", "style", "headline", "text", "claims"}
CLAIM = {"trigger", "occ", "type", "status", "background", *ROLES, "figures", "says", "cue", "carried"}
FIGURE = {"quote", "what", "min", "max", "of", "whom", "part_of", "scope"}
LETTER = re.compile(r"[\w\u064b-\u0652\u0670\u0640]")

bad = 0


def fault(where, what):
    global bad
    bad += 1
    print(f"{where}: {what}")


def places(text, quote):
    """where the quotation begins, overlapping ones too (as gold/score.py counts `occ`)"""
    at, out = -1, []
    while quote:
        at = text.find(quote, at + 1)
        if at < 0:
            break
        out.append(at)
    return out


def whole(text, start, end):
    """no word is cut at either end"""
    return not (start > 0 and LETTER.match(text[start - 1]) and LETTER.match(text[start])) and not (
        end < len(text) and LETTER.match(text[end]) and LETTER.match(text[end - 1]))


def sentences(text):
    """a sentence ends at . ؟ ! … (with the closing quotation mark), or with its line; the headline is one"""
    out = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        ends = [line.start() + m.end() for m in re.finditer(r'[.؟!…]+["»”)]*(?=\s|$)', line.group())]
        for end in ends + [line.end()]:
            if text[start:end].strip():
                out.append((start, end))
            start = end
    return out


def check(d, where, count):
    text, head = d["text"], len(d["headline"])
    if set(d) != REPORT:
        fault(where, f"fields {sorted(set(d) ^ REPORT)}")
    if not text.startswith(d["headline"] + "\n\n"):
        fault(where, "the text does not begin with the headline and an empty line")
    if d["part"] != ("held" if int(re.sub(r"\D", "", d["id"])) % 2 == 0 else "dev"):
        fault(where, "part: even ids are held, odd ids dev")
    sents = sentences(text)
    if not 3 <= len(sents) - 1 <= 10:
        fault(where, f"{len(sents) - 1} sentences in the body")
    seen, last, by_sentence = set(), -1, collections.defaultdict(list)
    for c in d["claims"]:
        w = f"{where} «{c.get('trigger')}»"
        if set(c) != CLAIM:
            fault(w, f"fields {sorted(set(c) ^ CLAIM)}")
            continue
        at = places(text, c["trigger"])
        if len(at) <= c["occ"]:
            fault(w, "trigger not in the text at its occ")
            continue
        start = at[c["occ"]]
        if not whole(text, start, start + len(c["trigger"])):
            fault(w, "trigger cuts a word")
        if (start, c["trigger"]) in seen:
            fault(w, "the trigger has two claims")
        seen.add((start, c["trigger"]))
        if start < last:
            fault(w, "claims are not in the order of the text")
        last = start
        a, b = next((a, b) for a, b in sents if a <= start < b)
        sent = text[a:b]

        def inside(quote, what):
            ok = [p for p in places(sent, quote) if whole(sent, p, p + len(quote))]
            if not ok:
                fault(w, f"{what} not in the trigger's sentence as whole words: {quote}")

        if c["type"] not in TYPES: fault(w, f"type {c['type']}")
        if c["status"] not in STATUS: fault(w, f"status {c['status']}")
        if not isinstance(c["background"], bool): fault(w, "background")
        for f in ROLES:
            for q in c[f]: inside(q, f)
            if len(set(c[f])) != len(c[f]): fault(w, f"{f} twice")
        for s in c["says"]:
            inside(s["quote"], "says")
            if s["kind"] not in KIND: fault(w, f"says kind {s['kind']}")
        if c["cue"] is not None: inside(c["cue"], "cue")
        for i, g in enumerate(c["figures"]):
            if set(g) != FIGURE:
                fault(w, f"figure fields {sorted(set(g) ^ FIGURE)}")
                continue
            inside(g["quote"], "figure")
            if g["what"] not in WHAT or g["of"] not in OF or g["scope"] not in SCOPE:
                fault(w, f"figure {g['what']} {g['of']} {g['scope']}")
            for v in (g["min"], g["max"]):
                if not (v is None or isinstance(v, (int, float)) and not isinstance(v, bool)): fault(w, "figure min/max")
            if g["min"] is None and g["max"] is None: fault(w, f"figure without a value: {g['quote']}")
            if None not in (g["min"], g["max"]) and g["min"] > g["max"]: fault(w, f"figure min over max: {g['quote']}")
            if g["whom"] is not None: inside(g["whom"], "whom")
            p = g["part_of"]
            if isinstance(p, int) and not (0 <= p < len(c["figures"]) and p != i): fault(w, f"part_of {p}")
            if isinstance(p, str) and p not in text: fault(w, f"part_of not in the text: {p}")
            count["figure " + g["what"]] += 1
            count["figure of " + g["of"]] += 1
            count["figure scope " + g["scope"]] += 1
            count["figure part of another"] += p is not None
            count["figure a range or open"] += g["min"] != g["max"]
        for f, values in c["carried"].items():
            if f not in ROLES + ("says",): fault(w, f"carried {f}")
            if not values: fault(w, f"carried {f} empty")
            for v in values:
                if set(v) != {"quote", "occ", "from", "for"} | ({"kind"} if f == "says" else set()):
                    fault(w, f"carried {f} fields {sorted(v)}")
                    continue
                at = places(text, v["quote"])
                if len(at) <= v["occ"]:
                    fault(w, f"carried {f} not in the text at its occ: {v['quote']}")
                    continue
                p = at[v["occ"]]
                if not whole(text, p, p + len(v["quote"])): fault(w, f"carried {f} cuts a word: {v['quote']}")
                if v["from"] == "headline" and p >= head: fault(w, f"carried {f} not in the headline: {v['quote']}")
                elif v["from"] == "earlier" and not head <= p < a: fault(w, f"carried {f} not earlier in the body: {v['quote']}")
                elif v["from"] not in ("headline", "earlier"): fault(w, f"carried from {v['from']}")
                if v["for"] is not None: inside(v["for"], f"carried {f} for")
                if f == "says" and v["kind"] not in KIND: fault(w, f"carried says kind {v['kind']}")
                count[f"carried {f} from {v['from']}"] += 1
                count["carried for a word of the sentence"] += v["for"] is not None
                count["carried"] += 1
        by_sentence[a].append(c)
        count["claims"] += 1
        count["claims " + d["part"]] += 1
        count["type " + c["type"]] += 1
        count["status " + c["status"]] += 1
        count["background"] += c["background"]
        count["headline claims"] += start < head
        count["figures"] += len(c["figures"])
        count["links"] += len(c["says"])
        count["chains of two or more"] += len(c["says"]) > 1
    count["reports"] += 1
    count["reports " + d["part"]] += 1
    count["reports without a claim"] += not d["claims"]
    count["sentences"] += len(sents) - 1
    count["sentences without a claim"] += sum(a not in by_sentence for a, _ in sents[1:])
    count["style " + d["style"]] += 1


def main():
    paths = [a for a in sys.argv[1:] if not a.startswith("--")] or [os.path.join(os.path.dirname(os.path.abspath(__file__)), "reports.jsonl")]
    count, ids, texts = collections.Counter(), set(), set()
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for k, line in enumerate(f, 1):
                try:
                    d = json.loads(line)
                except ValueError as e:
                    fault(f"{path}:{k}", e)
                    continue
                if d["id"] in ids or d["text"] in texts: fault(f"{path}:{k}", "id or text twice")
                ids.add(d["id"])
                texts.add(d["text"])
                check(d, f"{path}:{k} {d['id']}", count)
    if "--counts" in sys.argv:
        for k in sorted(count): print(f"{count[k]:5} {k}")
    print(f"{count['reports']} reports, {count['claims']} claims, {count['carried']} carried values, {count['figures']} figures, {bad} faults")
    sys.exit(bad > 0)


main()
