-- SPDX-License-Identifier: GPL-3.0-only
-- Why lines that can each be bought cannot be bought as one order; null refusal when they can, and what they cost.
CREATE OR REPLACE FUNCTION judge_order(
    p_currencies text[], p_amounts bigint[], OUT p_refusal text, OUT p_detail jsonb, OUT p_total bigint)
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    v_currencies text[] := ARRAY(SELECT DISTINCT c FROM unnest(p_currencies) AS c ORDER BY c);
BEGIN
    IF cardinality(v_currencies) > 1 THEN
        p_refusal := 'CONFLICT';
        p_detail := jsonb_build_object('currencies', v_currencies);
        RETURN;
    END IF;
    p_total := (SELECT sum(a) FROM unnest(p_amounts) AS a);
    -- Money ends at 10^13 minor units; each line is within it, and so many lines within bigint.
    IF p_total > 10000000000000 THEN
        p_refusal := 'CONFLICT';
        p_detail := jsonb_build_object('amount_max', 100000000000);
    END IF;
END;
$$;
