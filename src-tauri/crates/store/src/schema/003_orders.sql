-- Orders of every kind: what they carry beside the columns, and what the station's answer told. Both are JSON.
ALTER TABLE "order" ADD COLUMN body TEXT;
ALTER TABLE "order" ADD COLUMN found TEXT;

-- The group of a token (1.6 parentIdTag).
ALTER TABLE token ADD COLUMN parent TEXT;

CREATE INDEX session_place ON session (station, evse, connector, id);
CREATE INDEX session_open_token ON session (token COLLATE NOCASE) WHERE ended_at IS NULL;

-- A station's settings as it told them last.
CREATE TABLE station_setting (
    station INTEGER NOT NULL REFERENCES station (id),
    key TEXT NOT NULL,
    value TEXT,                          -- NULL = the station keeps it to itself
    read_only INTEGER NOT NULL,
    read_at INTEGER NOT NULL,
    previous TEXT,                       -- before our last change
    after_restart TEXT,                  -- what it will be after the next restart
    PRIMARY KEY (station, key)
) STRICT, WITHOUT ROWID;

-- All settings at one moment: the first contact, and each new firmware.
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY,
    station INTEGER NOT NULL REFERENCES station (id),
    at INTEGER NOT NULL,
    firmware TEXT NOT NULL,
    settings TEXT NOT NULL               -- JSON: [key, value, readOnly] each
) STRICT;
CREATE INDEX snapshot_station ON snapshot (station, id);

-- The token list that a station holds.
CREATE TABLE station_list (
    station INTEGER PRIMARY KEY REFERENCES station (id),
    version INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    entries TEXT NOT NULL                -- JSON: [token, status, expiresAt, parent] each
) STRICT;

CREATE TABLE reservation (
    id INTEGER PRIMARY KEY,
    station INTEGER NOT NULL REFERENCES station (id),
    evse INTEGER,                        -- NULL = any connector of the station
    token TEXT NOT NULL,
    parent TEXT,
    until INTEGER NOT NULL,
    state INTEGER NOT NULL,              -- 0 held, 1 used, 2 cancelled
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reservation_station ON reservation (station, id);

-- Salted hash of a password that the station was sent: it counts beside the old one until the station showed it.
ALTER TABLE station ADD COLUMN password_offered TEXT;
