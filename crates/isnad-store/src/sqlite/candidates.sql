-- What grouping keeps of items, since schema 4. All of it can be made anew from readings.
DROP TABLE item_pairs;
ALTER TABLE items DROP COLUMN partners;

-- Pairs of items that the first look does not settle, with the scores of both looks, from both sides.
CREATE TABLE item_pairs (
    item INTEGER NOT NULL,
    other INTEGER NOT NULL,
    first REAL NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (item, other)
) STRICT, WITHOUT ROWID;
-- Those that count in grouping (its `unknown` is -2), so that a group is read without the others.
CREATE INDEX item_ties ON item_pairs (item, other, score) WHERE score > -2;
-- For each item those after it that may be its partners, as bytes; the days of its happening (YYYY-MM-DD); and what speaks less for
-- a pair than `bar` leaves the row as it is.
CREATE TABLE item_rows (
    item INTEGER PRIMARY KEY,
    from_date TEXT,
    to_date TEXT,
    bar INTEGER NOT NULL,
    row BLOB NOT NULL
) STRICT;
-- Empty until the next update, which makes all anew.
INSERT INTO item_rows SELECT number, NULL, NULL, 0, x'' FROM items;
DELETE FROM meta WHERE key = 'incidents';
