-- SPDX-License-Identifier: GPL-3.0-only
-- What an edit makes of a sale, or why it cannot be; nothing is changed. A moment that reads the same as before in
-- the API's milliseconds is no change.
CREATE OR REPLACE FUNCTION judge_sale_edit(
    INOUT p_sale sales, p_versions bigint[], p_name text, p_names_start boolean, p_starts_at timestamptz,
    p_names_end boolean, p_ends_at timestamptz, p_now timestamptz, OUT p_refusal text, OUT p_detail jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_phase text := sale_phase(p_sale, p_now);
    v_moves_start boolean := p_names_start AND iso_text(p_starts_at) IS DISTINCT FROM iso_text(p_sale.starts_at);
    v_moves_end boolean := p_names_end AND iso_text(p_ends_at) IS DISTINCT FROM iso_text(p_sale.ends_at);
    v_faults jsonb;
BEGIN
    IF p_sale.id IS NULL THEN
        p_refusal := 'SALE_NOT_FOUND';
    ELSIF p_sale.version <> ALL (p_versions) THEN
        p_refusal := 'VERSION_CONFLICT';
        p_detail := jsonb_build_object('version', p_sale.version);
    ELSIF (v_moves_start AND v_phase NOT IN ('draft', 'scheduled'))
          OR (v_moves_end AND v_phase IN ('ended', 'cancelled')) THEN
        p_refusal := 'CONFLICT';
        p_detail := jsonb_build_object('status', v_phase, 'starts_at', iso_text(p_sale.starts_at),
                                       'ends_at', iso_text(p_sale.ends_at));
    END IF;
    IF p_refusal IS NOT NULL THEN
        RETURN;
    END IF;
    p_sale.name := coalesce(p_name, p_sale.name);
    p_sale.starts_at := CASE WHEN v_moves_start THEN p_starts_at ELSE p_sale.starts_at END;
    p_sale.ends_at := CASE WHEN v_moves_end THEN p_ends_at ELSE p_sale.ends_at END;
    v_faults := window_faults(p_sale.starts_at, p_sale.ends_at, v_moves_end, p_now);
    IF v_faults <> '[]' THEN
        p_refusal := 'VALIDATION_ERROR';
        p_detail := jsonb_build_object('fields', v_faults);
    END IF;
END;
$$;
