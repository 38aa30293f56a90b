-- SPDX-License-Identifier: GPL-3.0-only
-- Adds units to a product and records why.
CREATE OR REPLACE FUNCTION apply_restock(
    INOUT p_stock stock_row, p_actor uuid, p_quantity integer, p_reason text, p_now timestamptz,
    OUT p_event stock_event)
LANGUAGE plpgsql AS $$
BEGIN
    IF p_stock.id IS NULL OR p_stock.is_archived THEN
        p_event := refused_event(p_stock, p_now, 'PRODUCT_NOT_FOUND', NULL);
        RETURN;
    END IF;
    IF p_stock.total + p_quantity > 100000000 THEN
        p_event := refused_event(p_stock, p_now, 'CONFLICT', jsonb_build_object('total_stock', p_stock.total));
        RETURN;
    END IF;
    INSERT INTO stock_movements (product_id, kind, quantity, reason, actor_id, created_at)
    VALUES (p_stock.id, 'restocked', p_quantity, p_reason, p_actor, p_now);
    p_stock.total := p_stock.total + p_quantity;
    p_stock.available := p_stock.available + p_quantity;
    p_stock.stock_version := p_stock.stock_version + 1;
    p_event := stock_event_of('restocked', p_stock, p_now);
END;
$$;
