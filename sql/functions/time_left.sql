-- SPDX-License-Identifier: GPL-3.0-only
-- How long it is from one moment to a later one, exactly: as minus gives it, whole days would stand for what the
-- calendar of the session makes of them.
CREATE OR REPLACE FUNCTION time_left(since timestamptz, until timestamptz) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN interval '1 microsecond' * microseconds_of(until - since);
