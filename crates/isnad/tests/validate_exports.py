#!/usr/bin/env python3
"""Reads every export of the demo's archive with a reader of that form, where its Python package is there.

    cargo build --release -p isnad
    pip install followthemoney geopandas libhxl pandas pyarrow
    python3 crates/isnad/tests/validate_exports.py target/release/isnad

Says of each form «sound», what is wrong, or which package is absent. Exit code 1 where something is wrong."""
import io, json, os, subprocess, sys, tempfile

isnad = sys.argv[1] if len(sys.argv) > 1 else "target/release/isnad"
env = dict(os.environ, ISNAD_GAZETTEER="none")
folder = tempfile.mkdtemp()
db = sys.argv[2] if len(sys.argv) > 2 else os.path.join(folder, "demo.db")
if not os.path.exists(db):
    subprocess.run([isnad, "demo", "--no-open", "--archive", db], check=True, capture_output=True, env=env)
wrong = False


def export(form, what="incidents"):
    path = os.path.join(folder, f"{what}.{form}")
    run = subprocess.run([isnad, "export", "--what", what, "--as", form, "-o", path, "--archive", db],
                         capture_output=True, text=True, env=env)
    if run.returncode:
        raise RuntimeError(run.stderr.strip())
    return path


def check(name):
    def with_test(test):
        global wrong
        try:
            print(f"{name}: sound, {test()}")
        except ImportError as e:
            print(f"{name}: not checked, the package '{e.name}' is absent (pip install {e.name})")
        except RuntimeError as e:
            if "built without Parquet" in str(e):
                print(f"{name}: not checked, {e}")
            else:
                wrong = True
                print(f"{name}: WRONG: {e}")
        except Exception as e:
            wrong = True
            print(f"{name}: WRONG: {type(e).__name__}: {e}")
    return with_test


@check("ftm")
def _():
    from followthemoney import model
    n, schemas = 0, {}
    for line in open(export("ftm"), encoding="utf-8"):
        raw = json.loads(line)
        entity = model.get_proxy(raw)
        entity.schema.validate(raw)
        cleaned = model.get_proxy(raw, cleaned=False).to_dict()
        for name, values in raw["properties"].items():
            assert name in entity.schema.properties, f"{raw['schema']} has no {name}"
            kept = cleaned["properties"].get(name, [])
            assert len(kept) >= len(set(values)), f"{raw['schema']}.{name}: {values} became {kept}"
        n, schemas[raw["schema"]] = n + 1, schemas.get(raw["schema"], 0) + 1
    return f"{n} entities {schemas}"


@check("geojson")
def _():
    import geopandas
    parts = []
    for what in ("incidents", "claims"):
        frame = geopandas.read_file(export("geojson", what))
        assert frame.crs.to_epsg() == 4326
        parts.append(f"{len(frame)} {what}, {int((~frame.geometry.isna()).sum())} with a point")
    return "; ".join(parts)


@check("hxl")
def _():
    import hxl
    data = hxl.data(export("hxl"), hxl.InputOptions(allow_local=True))
    rows = list(data)
    assert all(c.tag for c in data.columns)
    return f"{len(rows)} rows, tags {', '.join(data.tags)}"


@check("acled")
def _():
    import pandas
    frame = pandas.read_csv(export("acled"))
    dates = pandas.to_datetime(frame.event_date.dropna(), format="%d %B %Y")
    assert frame.time_precision.dropna().isin([1, 2, 3]).all() and frame.geo_precision.dropna().isin([1, 2, 3]).all()
    assert frame.inter1.dropna().between(1, 8).all() and frame.interaction.dropna().between(10, 88).all()
    return f"{len(frame)} rows of {len(frame.columns)} columns, {len(dates)} dated"


@check("ucdp")
def _():
    import pandas
    frame = pandas.read_csv(export("ucdp"))
    assert (frame.low.dropna() <= frame.best.dropna()).all() and (frame.best.dropna() <= frame.high.dropna()).all()
    pandas.to_datetime(frame.date_start.dropna(), format="%Y-%m-%d")
    return f"{len(frame)} rows of {len(frame.columns)} columns"


@check("csv")
def _():
    import pandas
    return ", ".join(f"{len(pandas.read_csv(export('csv', w)))} {w}" for w in ("incidents", "claims", "reports"))


@check("plover")
def _():
    import pandas
    frame = pandas.read_json(export("plover"), lines=True)
    return f"{len(frame)} events of {len(frame.columns)} fields"


@check("parquet")
def _():
    parts = []
    for what in ("incidents", "claims"):
        path = export("parquet", what)
        import pandas, pyarrow.parquet
        table = pyarrow.parquet.read_table(path)
        csv = pandas.read_csv(export("csv", what))
        assert table.num_rows == len(csv) and table.column_names == list(csv.columns)
        parts.append(f"{table.num_rows} {what} of {table.num_columns} columns")
    return "; ".join(parts)


sys.exit(wrong)
