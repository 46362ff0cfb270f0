-- Switches that the operator set for a charger; those that a profile sets are not stored.
CREATE TABLE station_switch (
    station INTEGER NOT NULL REFERENCES station (id),
    switch TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (station, switch)
) STRICT, WITHOUT ROWID;

-- Configuration keys that were set because a profile says so: not set again while value and firmware are the same.
CREATE TABLE station_key (
    station INTEGER NOT NULL REFERENCES station (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    firmware TEXT NOT NULL,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (station, key)
) STRICT, WITHOUT ROWID;
