-- Since when a station has the firmware that it has: what was set up by itself before counts no more.
ALTER TABLE station ADD COLUMN firmware_since INTEGER NOT NULL DEFAULT 0;
