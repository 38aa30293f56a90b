-- SPDX-License-Identifier: GPL-3.0-only
-- The moment that the program names in microseconds since 1970 UTC, exactly.
CREATE OR REPLACE FUNCTION moment_of(since_1970 bigint) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN timestamptz '1970-01-01 00:00:00+00' + interval '1 microsecond' * since_1970;
