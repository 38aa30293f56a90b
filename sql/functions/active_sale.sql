-- SPDX-License-Identifier: GPL-3.0-only
-- The sale that is meant when none is named: of those that are live and no drops the one that began last, as
-- GET /flashsales/active tells it; a paused one only when none is live. Null: no sale is on.
CREATE OR REPLACE FUNCTION active_sale() RETURNS bigint
LANGUAGE sql
RETURN (SELECT s.id
        FROM sales s, LATERAL (SELECT sale_phase(s, clock_timestamp()) AS name) AS phase
        WHERE phase.name IN ('live', 'paused') AND NOT s.is_drop
          -- Says no more, but most sales are over, and asking for a phase takes longer.
          AND s.cancelled_at IS NULL AND (s.ends_at > clock_timestamp()) IS NOT FALSE
        ORDER BY phase.name, s.starts_at DESC, s.id DESC
        LIMIT 1);
