-- Times are milliseconds since the Unix epoch, energy is whole watt-hours. `*_said` is a time exactly as the station
-- gave it (0 = none): it identifies repeated messages. Numbers with a fixed meaning are listed in the domain crate.

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE station (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL,
    identity_folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL DEFAULT '',
    bay INTEGER UNIQUE,
    admission INTEGER NOT NULL,          -- 0 pending, 1 accepted, 2 refused
    password TEXT,                       -- salted hash
    vendor TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    serial TEXT NOT NULL DEFAULT '',
    firmware TEXT NOT NULL DEFAULT '',
    more TEXT NOT NULL DEFAULT '',       -- lines of name=value from the last boot
    protocol TEXT,
    address TEXT,
    connected_at INTEGER,
    gone_at INTEGER,
    booted_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE station_note (
    station INTEGER NOT NULL REFERENCES station (id),
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (station, text)
) STRICT, WITHOUT ROWID;

CREATE TABLE connector (
    station INTEGER NOT NULL REFERENCES station (id),
    evse INTEGER NOT NULL,               -- 0 = the station itself
    connector INTEGER NOT NULL,
    availability INTEGER NOT NULL,       -- 0 operative, 1 inoperative, 2 faulted
    phase INTEGER NOT NULL,              -- 0 free … 6 finishing
    raw TEXT NOT NULL,
    error TEXT,
    info TEXT,
    since INTEGER NOT NULL,
    PRIMARY KEY (station, evse, connector)
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
    folded TEXT PRIMARY KEY,             -- lower case: how tokens are compared
    value TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    standing INTEGER NOT NULL,           -- 0 accepted, 1 blocked, 2 expired, 3 only seen
    expires_at INTEGER,
    seen_at INTEGER,
    seen_station INTEGER REFERENCES station (id),
    refused INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    station INTEGER NOT NULL REFERENCES station (id),
    wire_number INTEGER,                 -- 1.6: equal to id unless the station brought a number of its own
    wire_text TEXT,                      -- 2.x
    protocol TEXT NOT NULL,
    evse INTEGER,
    connector INTEGER,
    token TEXT,
    token_kind INTEGER NOT NULL DEFAULT 0,
    began_at INTEGER NOT NULL,
    began_said INTEGER NOT NULL,
    began_received INTEGER NOT NULL,
    meter_start INTEGER,
    last_at INTEGER,
    last_meter INTEGER,
    ended_at INTEGER,
    ended_said INTEGER,
    ended_received INTEGER,
    meter_stop INTEGER,
    reason TEXT,
    flags INTEGER NOT NULL DEFAULT 0,
    first_number INTEGER,
    last_number INTEGER,
    numbers INTEGER NOT NULL DEFAULT 0,
    began_told INTEGER NOT NULL DEFAULT 0,
    loose INTEGER NOT NULL DEFAULT 1     -- has entries that are not packed yet
) STRICT;
CREATE INDEX session_wire ON session (station, wire_text) WHERE wire_text IS NOT NULL;
CREATE INDEX session_open ON session (station) WHERE ended_at IS NULL;
CREATE INDEX session_began ON session (began_at);
CREATE INDEX session_begun_by ON session (station, began_said);
CREATE INDEX session_ended_by ON session (station, ended_said) WHERE ended_said IS NOT NULL;
CREATE INDEX session_loose ON session (id) WHERE loose = 1 AND ended_at IS NOT NULL;

-- One row a message while its session runs: readings in a compact form, and the frame as it came. When the session
-- is over the rows are packed into `chunk` and `evidence` and deleted.
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session (id),
    number INTEGER,
    received INTEGER NOT NULL,
    samples BLOB,
    frame TEXT
) STRICT;
CREATE INDEX entry_session ON entry (session, number);

-- Readings of a session at rest: one row a curve, compressed by column.
CREATE TABLE chunk (
    session INTEGER NOT NULL REFERENCES session (id),
    series INTEGER NOT NULL,
    count INTEGER NOT NULL,
    times BLOB,                          -- NULL: the same times as the session's first chunk
    vals BLOB NOT NULL,
    PRIMARY KEY (session, series)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
    session INTEGER PRIMARY KEY REFERENCES session (id),
    frames INTEGER NOT NULL,
    numbers TEXT NOT NULL DEFAULT '',    -- numbered messages that are packed, as ranges: 0-41,43
    data BLOB NOT NULL                   -- zstd of lines: received, tab, frame
) STRICT;

-- Readings outside any session, one row a message.
CREATE TABLE idle_entry (
    id INTEGER PRIMARY KEY,
    station INTEGER NOT NULL REFERENCES station (id),
    evse INTEGER,                        -- NULL = the main meter
    received INTEGER NOT NULL,
    samples BLOB NOT NULL
) STRICT;
CREATE INDEX idle_entry_station ON idle_entry (station, received);

CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    station INTEGER NOT NULL REFERENCES station (id),
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    at INTEGER,
    received INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_station ON notice (station, id);

CREATE TABLE "order" (
    id INTEGER PRIMARY KEY,
    station INTEGER NOT NULL REFERENCES station (id),
    kind TEXT NOT NULL,
    evse INTEGER,
    connector INTEGER,
    token TEXT,
    session INTEGER,
    flag INTEGER,
    what TEXT,
    state INTEGER NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX order_station ON "order" (station, id);
CREATE INDEX order_open ON "order" (id) WHERE state IN (0, 1, 2, 3);
