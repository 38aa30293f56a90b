-- SPDX-License-Identifier: GPL-3.0-only
-- A span of time as microseconds.
CREATE OR REPLACE FUNCTION microseconds_of(span interval) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (extract(epoch FROM span) * 1000000)::bigint;
