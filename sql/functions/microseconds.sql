-- SPDX-License-Identifier: GPL-3.0-only
-- A moment as microseconds since 1970 UTC, the form in which moments cross to the program.
CREATE OR REPLACE FUNCTION microseconds(moment timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (extract(epoch FROM moment) * 1000000)::bigint;
