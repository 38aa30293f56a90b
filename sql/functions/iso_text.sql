-- SPDX-License-Identifier: GPL-3.0-only
-- A moment as the API writes it: ISO 8601, UTC, milliseconds (cut, not rounded).
CREATE OR REPLACE FUNCTION iso_text(moment timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_char(date_trunc('milliseconds', moment) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
