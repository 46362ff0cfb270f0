-- Where a transfer stands by a station's word, and our number for it: what was acknowledged and not yet followed when the
-- program ended is followed when it starts.
ALTER TABLE notice ADD COLUMN stage TEXT;
ALTER TABLE notice ADD COLUMN request INTEGER;

-- Firmware files of the library; the bytes lie in files/firmware/. A deleted one keeps its row for the history.
CREATE TABLE firmware (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    vendor TEXT NOT NULL,
    model TEXT NOT NULL,
    version TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    notes TEXT NOT NULL,
    certificate TEXT NOT NULL,           -- PEM; empty = not signed
    signature TEXT NOT NULL,             -- base64; empty = not signed
    added_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;

-- One firmware for several stations, one after the other.
CREATE TABLE rollout (
    id INTEGER PRIMARY KEY,
    firmware INTEGER NOT NULL REFERENCES firmware (id),
    when_kind TEXT NOT NULL,
    when_at INTEGER,
    stations TEXT NOT NULL,              -- their numbers in order, separated by commas
    state TEXT NOT NULL,
    stopped_at INTEGER,                  -- the station at which it stopped
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    over_at INTEGER
) STRICT;

-- The update of one station.
CREATE TABLE firmware_update (
    id INTEGER PRIMARY KEY,
    station INTEGER NOT NULL REFERENCES station (id),
    firmware INTEGER NOT NULL REFERENCES firmware (id),
    rollout INTEGER REFERENCES rollout (id),
    from_version TEXT NOT NULL,
    to_version TEXT NOT NULL,
    signed INTEGER NOT NULL,
    when_kind TEXT NOT NULL,
    when_at INTEGER,
    retries INTEGER,
    retry_s INTEGER,
    wanted TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    word TEXT NOT NULL,
    steps TEXT NOT NULL,                 -- JSON: [at, state, word] each
    "order" INTEGER,
    asks INTEGER NOT NULL,
    scheme TEXT,
    ticket TEXT,                         -- secret, until it is over
    password TEXT,                       -- secret, until it is over
    location TEXT,                       -- secret, until it is over
    served INTEGER NOT NULL,
    heard_at INTEGER NOT NULL,
    reminders INTEGER NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    over_at INTEGER
) STRICT;
CREATE INDEX firmware_update_station ON firmware_update (station, id);
CREATE INDEX firmware_update_open ON firmware_update (id) WHERE over_at IS NULL;

-- A log that a station was asked for.
CREATE TABLE log_request (
    id INTEGER PRIMARY KEY,
    station INTEGER NOT NULL REFERENCES station (id),
    kind TEXT NOT NULL,
    "from" INTEGER,
    "to" INTEGER,
    wanted TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    word TEXT NOT NULL,
    announced TEXT NOT NULL,
    "order" INTEGER,
    scheme TEXT,
    ticket TEXT,                         -- secret, until it is over
    password TEXT,                       -- secret, until it is over
    location TEXT,                       -- secret, until it is over
    received INTEGER NOT NULL,
    told_sent INTEGER NOT NULL,
    files INTEGER NOT NULL,
    heard_at INTEGER NOT NULL,
    reminders INTEGER NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    over_at INTEGER
) STRICT;
CREATE INDEX log_request_station ON log_request (station, id);
CREATE INDEX log_request_open ON log_request (id) WHERE over_at IS NULL;

-- A file that a station sent; the bytes lie in files/received/<request>/.
CREATE TABLE received_file (
    id INTEGER PRIMARY KEY,
    request INTEGER NOT NULL REFERENCES log_request (id),
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    at INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX received_file_request ON received_file (request);
