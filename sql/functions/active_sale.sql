-- SPDX-License-Identifier: GPL-3.0-only
-- The sale that is meant when none is named: of those that are live the one that began last, a drop only when nothing
-- else is on; a paused one only when none is live. Null: no sale is on.
CREATE OR REPLACE FUNCTION active_sale() RETURNS bigint
LANGUAGE sql
RETURN (SELECT s.id
        FROM sales s, LATERAL (SELECT sale_phase(s, clock_timestamp()) AS name) AS phase
        WHERE phase.name IN ('live', 'paused')
        ORDER BY phase.name, s.is_drop, s.starts_at DESC, s.id DESC
        LIMIT 1);
