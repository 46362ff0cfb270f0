-- People, tariffs, and the ledger of what sessions cost. Money is whole smallest units of its currency.
CREATE TABLE cost_centre (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    recipient TEXT NOT NULL,
    address TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE driver (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    cost_centre INTEGER REFERENCES cost_centre (id),
    stations TEXT,                       -- may charge at these only, separated by commas; NULL = at all
    recipient TEXT NOT NULL,
    address TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
) STRICT;

ALTER TABLE token ADD COLUMN driver INTEGER REFERENCES driver (id);
ALTER TABLE token ADD COLUMN valid_from INTEGER;
CREATE INDEX token_driver ON token (driver) WHERE driver IS NOT NULL;

CREATE TABLE tariff (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

-- Never changed.
CREATE TABLE tariff_version (
    tariff INTEGER NOT NULL REFERENCES tariff (id),
    number INTEGER NOT NULL,             -- from 1
    valid_from INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    currency TEXT NOT NULL,
    digits INTEGER NOT NULL,
    tax_included INTEGER NOT NULL,
    free_wh INTEGER NOT NULL,
    grace INTEGER NOT NULL,
    least INTEGER,
    most INTEGER,
    elements TEXT NOT NULL,              -- JSON
    PRIMARY KEY (tariff, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE tariff_use (
    station INTEGER NOT NULL,            -- 0 = at all
    cost_centre INTEGER NOT NULL,        -- 0 = for all
    tariff INTEGER NOT NULL REFERENCES tariff (id),
    PRIMARY KEY (station, cost_centre)
) STRICT, WITHOUT ROWID;

-- The closing of each session and each amendment, without gaps. A row is never changed: its hash is over its content and
-- the hash of the row before.
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session (id),
    number INTEGER NOT NULL,             -- 0 = the first of its session
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    told_began INTEGER NOT NULL,
    told_ended INTEGER,
    told_start INTEGER,
    told_stop INTEGER,
    told_token TEXT,
    ended INTEGER,
    meter_start INTEGER,
    meter_stop INTEGER,
    marks INTEGER NOT NULL,
    findings TEXT NOT NULL,              -- words with blanks between
    driver INTEGER,
    driver_name TEXT NOT NULL,
    cost_centre INTEGER,
    cost_centre_name TEXT NOT NULL,
    tariff INTEGER,                      -- NULL = no tariff counted
    tariff_name TEXT,
    version INTEGER,
    currency TEXT,
    digits INTEGER,
    tax_included INTEGER,
    net INTEGER,
    vat INTEGER,
    total INTEGER,
    body TEXT,                           -- JSON: lines and taxes
    hash BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX ledger_session ON ledger (session, number);

-- The newest entry of a session.
ALTER TABLE session ADD COLUMN entry INTEGER;
CREATE INDEX session_unclosed ON session (id) WHERE ended_at IS NOT NULL AND entry IS NULL;

CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    series TEXT NOT NULL,
    number INTEGER NOT NULL,             -- without gaps in its series
    kind TEXT NOT NULL,                  -- driver, costCentre
    recipient INTEGER NOT NULL,
    post TEXT NOT NULL,                  -- JSON
    sender TEXT NOT NULL,                -- JSON
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    currency TEXT NOT NULL,
    digits INTEGER NOT NULL,
    energy INTEGER NOT NULL,
    net INTEGER NOT NULL,
    vat INTEGER NOT NULL,
    total INTEGER NOT NULL,
    corrects INTEGER REFERENCES statement (id),
    corrects_total INTEGER,
    paid_at INTEGER
) STRICT;
CREATE UNIQUE INDEX statement_number ON statement (series, number);
CREATE UNIQUE INDEX statement_corrects ON statement (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE statement_session (
    statement INTEGER NOT NULL REFERENCES statement (id),
    session INTEGER NOT NULL REFERENCES session (id),
    entry INTEGER NOT NULL REFERENCES ledger (id),
    PRIMARY KEY (statement, session)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_session_session ON statement_session (session, statement);
