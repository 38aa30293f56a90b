-- SPDX-License-Identifier: GPL-3.0-only
-- A moment as microseconds since 1970 UTC, the form in which moments cross to the program. Infinity, the end of a hold
-- whose clock stands still in a sale without an end, is the last moment the program knows (Instant::max()).
-- Stable, as extract() is: said to be more, PostgreSQL would not inline it, and a call costs 15 microseconds.
-- Below 2^32 seconds either way a double tells the microsecond: it is off by a quarter of one as seconds, by another
-- quarter at most once multiplied, and the cast rounds. That is a tenth of what exact numbers cost.
CREATE OR REPLACE FUNCTION microseconds(moment timestamptz) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN moment BETWEEN '1900-01-01 00:00+00' AND '2100-01-01 00:00+00'
                THEN (date_part('epoch', moment) * 1000000)::bigint
            WHEN moment = 'infinity' THEN 9223372036854775807
            ELSE (extract(epoch FROM moment) * 1000000)::bigint END;
