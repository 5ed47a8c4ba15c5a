-- Incidents, since schema 3. All of it but the ids, redirects and rulings can be made anew from readings and decisions.

-- What grouping compares: a report, or a part of one, with its evidence as bytes. The number is made from the capture's hash and
-- the report's place in it. `partners` is with how many items after it it was compared.
CREATE TABLE items (
    number INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES reports (id),
    part INTEGER NOT NULL,
    reading INTEGER NOT NULL REFERENCES readings (id),
    incident INTEGER REFERENCES incidents (id),
    partners INTEGER NOT NULL,
    evidence BLOB NOT NULL
) STRICT;
CREATE INDEX items_reading ON items (reading);
CREATE INDEX items_report ON items (report);
CREATE INDEX items_incident ON items (incident) WHERE incident IS NOT NULL;

-- Under which keys an item is listed, and the scores of pairs that are worth keeping, from both sides.
CREATE TABLE item_keys (key INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (key, item)) STRICT, WITHOUT ROWID;
CREATE TABLE item_pairs (
    item INTEGER NOT NULL,
    other INTEGER NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (item, other)
) STRICT, WITHOUT ROWID;

-- Incidents. An id is given once and never used again; one that ended has no record, and a redirect where its members went.
CREATE TABLE incidents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    redirect INTEGER REFERENCES incidents (id),
    split_from INTEGER REFERENCES incidents (id),
    from_date TEXT,
    to_date TEXT,
    types TEXT NOT NULL,
    standing TEXT NOT NULL,
    sources INTEGER NOT NULL,
    conflicts INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    json BLOB
) STRICT;
CREATE INDEX incidents_date ON incidents (to_date, id) WHERE json IS NOT NULL;
CREATE TRIGGER incidents_kept BEFORE DELETE ON incidents BEGIN SELECT RAISE(ABORT, 'incidents are never deleted'); END;

-- Which claims of which item are in an incident; an item without claims has one row with an empty claim.
CREATE TABLE incident_members (
    incident INTEGER NOT NULL REFERENCES incidents (id),
    item INTEGER NOT NULL REFERENCES items (number),
    claim_id TEXT NOT NULL,
    PRIMARY KEY (incident, item, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_members_claim ON incident_members (claim_id);

-- By what incidents are sought: their places and parties, folded.
CREATE TABLE incident_places (
    incident INTEGER NOT NULL REFERENCES incidents (id),
    ordinal INTEGER NOT NULL,
    key TEXT NOT NULL,
    lat REAL,
    lon REAL,
    PRIMARY KEY (incident, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_places_at ON incident_places (lat, lon) WHERE lat IS NOT NULL;
CREATE TABLE incident_actors (
    incident INTEGER NOT NULL REFERENCES incidents (id),
    ordinal INTEGER NOT NULL,
    entity TEXT,
    key TEXT NOT NULL,
    PRIMARY KEY (incident, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_actors_entity ON incident_actors (entity) WHERE entity IS NOT NULL;

-- What decisions mean for incidents, resolved when they were first heeded: pairs of items that must or must not be together, or
-- a standing. A decision without meaning has one row without either.
CREATE TABLE rulings (
    id INTEGER PRIMARY KEY,
    decision TEXT NOT NULL REFERENCES decisions (decision_id),
    kind TEXT NOT NULL CHECK (kind IN ('together', 'apart', 'standing', 'undone', 'none')),
    a INTEGER,
    b INTEGER,
    incident INTEGER,
    value TEXT
) STRICT;
CREATE INDEX rulings_decision ON rulings (decision);
