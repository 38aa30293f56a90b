-- SPDX-License-Identifier: GPL-3.0-only
-- Why nobody may take units of a locked product now; null refusal when its sale, if it is in one, is live. Where it is
-- known, the detail says in how many seconds it is worth trying again: at the start; of a pause nobody knows the end.
-- The same rules as StockBoard::certainRefusal() in server/stock/stock_board.cpp.
CREATE OR REPLACE FUNCTION judge_sale(p_stock stock_row, OUT p_refusal text, OUT p_detail jsonb)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF p_stock.sale_phase <> 'live' THEN
        p_refusal := CASE p_stock.sale_phase WHEN 'paused' THEN 'SALE_PAUSED' ELSE 'DROP_NOT_ACTIVE' END;
        p_detail := jsonb_build_object('status', p_stock.sale_phase, 'starts_at', iso_text(p_stock.sale_starts_at),
                                       'ends_at', iso_text(p_stock.sale_ends_at));
        IF p_stock.sale_phase IN ('paused', 'scheduled') THEN
            p_detail := p_detail || jsonb_build_object('retry_after_seconds', CASE p_stock.sale_phase
                WHEN 'paused' THEN 5
                ELSE greatest(1, ceil(extract(epoch FROM p_stock.sale_starts_at - clock_timestamp())))::bigint END);
        END IF;
    END IF;
END;
$$;
