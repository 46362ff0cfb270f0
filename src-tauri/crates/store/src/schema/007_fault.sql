-- Faults that stations told of: when, where, which, how long.
CREATE TABLE fault (
    id INTEGER PRIMARY KEY,
    station INTEGER NOT NULL REFERENCES station (id),
    evse INTEGER NOT NULL,               -- 0 = the station
    connector INTEGER NOT NULL,          -- 0 = the EVSE as a whole
    source INTEGER NOT NULL,             -- 0 state, 1 event
    code TEXT NOT NULL,
    vendor_code TEXT,
    info TEXT,
    off INTEGER NOT NULL,                -- 1 = it switched itself off
    began INTEGER NOT NULL,
    ended INTEGER                        -- NULL = not over
) STRICT;
CREATE INDEX fault_station ON fault (station, id);
CREATE INDEX fault_open ON fault (station) WHERE ended IS NULL;
