-- The archive, schema 3; tables of incidents stand in incidents.sql. Large columns stand last in their tables, so that lists need not walk over them.

-- What the file says of itself. This table keeps its form in every schema, so that any program can ask
-- which version opens the file.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Bytes as they came, each once.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    media_type TEXT NOT NULL,
    length INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE TRIGGER captures_stay BEFORE UPDATE ON captures BEGIN SELECT RAISE(ABORT, 'captures never change'); END;
CREATE TRIGGER captures_kept BEFORE DELETE ON captures BEGIN SELECT RAISE(ABORT, 'captures are never deleted'); END;

-- Each place and time at which a capture was met.
CREATE TABLE sightings (
    id INTEGER PRIMARY KEY,
    capture INTEGER NOT NULL REFERENCES captures (id),
    url TEXT,
    retrieved_at TEXT,
    file TEXT NOT NULL,
    line INTEGER,
    record INTEGER,
    added_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX sightings_once ON sightings
    (capture, file, ifnull(line, -1), ifnull(record, -1), ifnull(url, ''), ifnull(retrieved_at, ''));
CREATE INDEX sightings_url ON sightings (url) WHERE url IS NOT NULL;

-- Names of outlets, with the form in which they are compared.
CREATE TABLE outlets (name TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- News texts out of captures. A later program that extracts otherwise adds a row; `current` marks the last.
CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    capture INTEGER NOT NULL REFERENCES captures (id),
    ordinal INTEGER NOT NULL,
    content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    report_id TEXT NOT NULL,
    extractor TEXT NOT NULL,
    extracted INTEGER NOT NULL CHECK (extracted IN (0, 1)),
    text_sha256 BLOB NOT NULL CHECK (length(text_sha256) = 32),
    url TEXT,
    title TEXT,
    language TEXT,
    outlet TEXT,
    published_from TEXT,
    published_to TEXT,
    published TEXT,
    added_at TEXT NOT NULL,
    problems TEXT NOT NULL,
    blocks BLOB NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (capture, ordinal, content_sha256)
) STRICT;
CREATE INDEX reports_named ON reports (report_id);
CREATE INDEX reports_url ON reports (url) WHERE url IS NOT NULL;
CREATE INDEX reports_published ON reports (published_to, id) WHERE current = 1;
CREATE INDEX reports_outlet ON reports (outlet) WHERE current = 1;
CREATE TRIGGER reports_stay BEFORE UPDATE OF capture, ordinal, content_sha256, report_id, extractor, extracted,
    text_sha256, url, title, language, outlet, published_from, published_to, published, problems, blocks, text
    ON reports BEGIN SELECT RAISE(ABORT, 'reports never change'); END;
CREATE TRIGGER reports_kept BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'reports are never deleted'); END;

-- What programs, lexicons and models made readings.
CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    program TEXT NOT NULL,
    lexicon TEXT NOT NULL,
    models TEXT NOT NULL,
    UNIQUE (program, lexicon, models)
) STRICT;

-- Readings of reports, the JSON form without the text. One of each current report is current.
CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES reports (id),
    version INTEGER NOT NULL REFERENCES versions (id),
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    claims INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    json BLOB NOT NULL,
    UNIQUE (report, version)
) STRICT;
CREATE UNIQUE INDEX readings_current ON readings (report) WHERE current = 1;
CREATE INDEX readings_version ON readings (version) WHERE current = 1;

-- The claims of current readings, by what they are sought by. The claim itself is number `ordinal` of its reading.
CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES reports (id),
    ordinal INTEGER NOT NULL,
    claim_id TEXT NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    background INTEGER NOT NULL CHECK (background IN (0, 1)),
    trigger_text TEXT NOT NULL,
    from_date TEXT,
    to_date TEXT,
    says TEXT NOT NULL,
    confidence REAL NOT NULL,
    UNIQUE (report, ordinal)
) STRICT;
CREATE INDEX claims_type ON claims (type, to_date);
CREATE INDEX claims_date ON claims (to_date, id);

-- Places that claims name, each once, and which claim names which.
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    gazetteer_id TEXT,
    lat REAL,
    lon REAL
) STRICT;
CREATE UNIQUE INDEX places_once ON places
    (name, ifnull(gazetteer_id, ''), ifnull(lat, 999), ifnull(lon, 999));
CREATE INDEX places_at ON places (lat, lon) WHERE lat IS NOT NULL;
CREATE TABLE claim_places (
    claim INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    place INTEGER NOT NULL REFERENCES places (id),
    PRIMARY KEY (claim, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_places_place ON claim_places (place, claim);

-- What people ruled.
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    decision_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    text_sha256 BLOB CHECK (length(text_sha256) = 32),
    user TEXT NOT NULL,
    at TEXT NOT NULL,
    json TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_text ON decisions (text_sha256) WHERE text_sha256 IS NOT NULL;
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions never change'); END;
CREATE TRIGGER decisions_kept BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;

-- Terms of the search analyser, with spaces between them. Row numbers are those of reports; the texts stand
-- there. The tokenizer parts at white space alone: the analyser has done the rest.
CREATE VIRTUAL TABLE search USING fts5 (title, body, content = '',
    tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
