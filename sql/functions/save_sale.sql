-- SPDX-License-Identifier: GPL-3.0-only
-- Writes a locked sale as judge_sale_act() or judge_sale_edit() has made it, in its next version.
CREATE OR REPLACE FUNCTION save_sale(p_sale sales, p_now timestamptz) RETURNS void
LANGUAGE sql AS $$
    UPDATE sales s
    SET name = p_sale.name,
        starts_at = p_sale.starts_at,
        ends_at = p_sale.ends_at,
        paused_at = p_sale.paused_at,
        cancelled_at = p_sale.cancelled_at,
        holds_frozen_at = p_sale.holds_frozen_at,
        version = s.version + 1,
        updated_at = p_now
    WHERE s.id = p_sale.id;
$$;
