-- SPDX-License-Identifier: GPL-3.0-only
-- The audit log's line of a command that took effect, in its transaction. p_act says who gave it with the rights of
-- staff: {role, actor, request_id}. Null (everybody else), or a refused command: nothing to write.
CREATE OR REPLACE FUNCTION write_act(
    p_act jsonb, p_event stock_event, p_quantity integer, p_number bigint, p_reason text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF p_act IS NULL OR p_event.what = 'refused' THEN
        RETURN;
    END IF;
    INSERT INTO audit_log (actor_role, actor_id, request_id, action, subject, detail)
    SELECT p_act ->> 'role', (p_act ->> 'actor')::uuid, p_act ->> 'request_id', line.action, line.subject,
           jsonb_strip_nulls(line.detail)
    FROM (VALUES
        ('restocked', 'product.restock', 'product:' || p_event.product_id,
         jsonb_build_object('quantity', p_quantity, 'reason', p_reason)),
        ('ended', CASE p_event.status WHEN 'released' THEN 'reservation.release' ELSE 'reservation.cancel' END,
         'reservation:' || p_event.reservation_id,
         jsonb_build_object('product_id', p_event.product_id, 'quantity', p_event.quantity,
                            'reason', nullif(p_reason, ''))),
        ('bought', 'reservation.check_out', 'reservation:' || p_event.reservation_id,
         jsonb_build_object('product_id', p_event.product_id, 'quantity', p_event.quantity)),
        ('extended', 'reservation.extend', 'reservation:' || p_event.reservation_id,
         jsonb_build_object('product_id', p_event.product_id, 'seconds', p_number))
    ) AS line (what, action, subject, detail)
    WHERE line.what = p_event.what;
END;
$$;
