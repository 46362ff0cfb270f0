-- The trace of all frames: lines in compressed blocks, numbered without end. A block is found by number, by age, by
-- station and by action without unpacking it.
CREATE TABLE trace (
    first INTEGER PRIMARY KEY,           -- number of its first record
    last INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    late INTEGER,                        -- lowest number of an earlier line that is answered in here
    whole INTEGER NOT NULL,              -- 0: will be merged with its neighbours
    raw INTEGER NOT NULL,                -- bytes before compression
    size INTEGER NOT NULL,               -- bytes of data
    stations BLOB NOT NULL,              -- per station: lines, problems, orders
    actions TEXT NOT NULL,               -- each with a space before and after
    data BLOB NOT NULL
) STRICT;
CREATE INDEX trace_age ON trace (to_at, size);
CREATE INDEX trace_late ON trace (late, first) WHERE late IS NOT NULL;
