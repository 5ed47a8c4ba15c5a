#!/usr/bin/env python3
"""Makes gazetteer/persons.tsv: persons of the region whom Wikidata knows, as a feature of the tagger of names.

usage: build_persons.py FULLNAMES.tsv UNITS.tsv > gazetteer/persons.tsv

Both come with PyPI arabic-name-romanizer 0.1 (fullnames-wikidata.tsv, units-wikidata.tsv; Wikidata, CC0). A full name of two words
or more is kept as it stands; where it begins a word with «عبد» or «أبو», joined as well. Single words are family names that a
full name ends with and that name nothing else in the list of units than families.
"""
import re
import sys

LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a ]+")


def main():
    full, surnames = set(), set()
    families = set()
    for line in open(sys.argv[2], encoding="utf-8"):
        unit, count, kind, _ = line.rstrip("\n").split("\t")[:4]
        if kind == "surname" and LETTERS.fullmatch(unit) and len(unit) > 3 and " " not in unit:
            families.add(unit)
    for line in open(sys.argv[1], encoding="utf-8"):
        name = line.split("\t")[0].strip()
        words = name.split()
        if not LETTERS.fullmatch(name) or not 2 <= len(words) <= 6:
            continue
        full.add(name)
        if words[-1] in families:
            surnames.add(words[-1])
        joined = re.sub("(^| )(عبد|ابو) (?=.)", r"\1\2", name)
        if joined != name and " " in joined:
            full.add(joined)
    print("# Persons of the region; see gazetteer/README.md. Wikidata, CC0. One line: kind, tab, names separated by |.")
    for kind, names in (("fullname", full), ("family", surnames)):
        names = sorted(names)
        for at in range(0, len(names), 500):
            print(kind, "|".join(names[at:at + 500]), sep="\t")


main()
