#!/usr/bin/env python3
"""Rebuild gazetteer/names.tsv: Arabic names of clubs, persons and cities of the world, for the tagger of names.

usage: build_names.py ARWIKICATS_FOLDER > names.tsv

Comes in: the folder ArWikiCats/jsons of PyPI arwikicats 0.2.3 (MIT, translations of Wikipedia's category names). Goes out: one
line a kind and name, sorted. What has an explanation in brackets loses it; single words that are short are left out.
"""
import json, os, re, sys

SOURCES = [("club", "sports/Clubs_key.json"), ("person", "people/peoples.json"), ("city", "cities/cities_full.json"),
           ("city", "geography/popopo.json")]
ARABIC = re.compile("[\u0621-\u064a\u067e\u0686\u0698\u06a4\u06af' .-]+")


def main():
    folder, rows = sys.argv[1], set()
    for kind, path in SOURCES:
        for english, arabic in json.load(open(os.path.join(folder, path), encoding="utf-8")).items():
            name = re.sub(r"\s*\([^)]*\)", "", arabic).strip().replace("ـ", "")
            if kind == "club":
                name = re.sub("^(نادي|فريق) ", "", name)
                name = re.sub(" (لكرة القدم|لكرة السلة|للسيدات|الرياضي)$", "", name)
            if kind == "city":
                name = re.sub("^(مدينة|مقاطعة|محافظة|إقليم|ولاية|منطقة|بلدية|قرية|إدارة) ", "", name)
            words = name.split()
            if ARABIC.fullmatch(name) and 1 <= len(words) <= 5 and (len(words) > 1 or len(name) >= 4):
                rows.add((kind, name))
    for kind, name in sorted(rows):
        print(kind, name, sep="\t")


main()
