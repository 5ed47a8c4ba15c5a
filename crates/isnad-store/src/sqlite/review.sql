-- Review and the desk's lists, since schema 5. All of it but the rows of `decision_subjects` and `undone` can be made anew from readings,
-- decisions and incidents, and those from the decisions.

-- Which claims wait for review, and how soon they come: doubt times importance, `base` without what their incident says.
ALTER TABLE claims ADD COLUMN base REAL NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN priority REAL NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0 CHECK (reviewed IN (0, 1));
CREATE INDEX claims_queue ON claims (priority DESC, id, type) WHERE reviewed = 0;

-- Decisions are anchored on texts.
CREATE INDEX reports_text ON reports (text_sha256);

-- What decisions apply to besides: incidents, and decisions undone.
CREATE TABLE decision_subjects (
    subject TEXT NOT NULL,
    decision INTEGER NOT NULL REFERENCES decisions (id),
    PRIMARY KEY (subject, decision)
) STRICT, WITHOUT ROWID;
-- The decisions that do not hold, since a later one that holds undoes them.
CREATE TABLE undone (decision TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
-- Reports of which decisions changed the claims since their items were made.
CREATE TABLE reviews_due (report INTEGER PRIMARY KEY REFERENCES reports (id)) STRICT;

-- Which reports are in which incident, without the items' evidence.
DROP INDEX items_report;
CREATE INDEX items_report ON items (report, incident);
CREATE INDEX incidents_redirect ON incidents (redirect) WHERE redirect IS NOT NULL;

-- Incidents as lines of a list, small, so that all of them can be held in memory. `change` grows with every change; an incident
-- that ended has no line.
CREATE TABLE incident_lines (
    incident INTEGER PRIMARY KEY REFERENCES incidents (id),
    change INTEGER NOT NULL,
    json TEXT
) STRICT;
CREATE UNIQUE INDEX incident_lines_change ON incident_lines (change);

-- Terms of the names in an incident (places, parties, outlets, titles). Row numbers are those of incidents.
CREATE VIRTUAL TABLE incident_search USING fts5 (names, content = '', contentless_delete = 1,
    tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
