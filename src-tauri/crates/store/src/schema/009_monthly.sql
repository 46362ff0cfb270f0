-- The report that is written on the first of the month: which months are done, and what went wrong.
CREATE TABLE monthly_run (
    month TEXT PRIMARY KEY,              -- 2026-10
    written_at INTEGER,
    mailed_at INTEGER,                   -- 0 = nobody was to get it
    error TEXT                           -- a word for what went wrong last
) STRICT, WITHOUT ROWID;
