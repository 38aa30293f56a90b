-- SPDX-License-Identifier: GPL-3.0-only
-- The stock of locked products after holds of theirs have ended without a purchase, and one event a hold.
CREATE OR REPLACE FUNCTION give_back(
    INOUT p_rows stock_row[], p_what text, p_ended reservations[], p_now timestamptz, OUT p_events stock_event[])
LANGUAGE plpgsql STABLE AS $$
BEGIN
    p_rows := ARRAY(
        SELECT ROW(s.id, s.total, s.available + coalesce(back.units, 0), s.reserved - coalesce(back.units, 0), s.sold,
                   s.stock_version + coalesce(back.holds, 0), s.price_minor, s.currency, s.per_user_limit,
                   s.hold_seconds, s.extension_seconds, s.is_archived, s.sale_phase, s.sale_starts_at,
                   s.sale_ends_at, s.sale_id)::stock_row
        FROM unnest(p_rows) AS s
        LEFT JOIN (SELECT e.product_id, sum(e.quantity)::integer AS units, count(*) AS holds
                   FROM unnest(p_ended) AS e GROUP BY e.product_id) AS back ON back.product_id = s.id
        ORDER BY s.id);
    p_events := ARRAY(SELECT hold_event_of(p_what, s, e, p_now)
                      FROM unnest(p_ended) AS e JOIN unnest(p_rows) AS s ON s.id = e.product_id);
END;
$$;
