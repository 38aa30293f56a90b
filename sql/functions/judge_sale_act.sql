-- SPDX-License-Identifier: GPL-3.0-only
-- What an act makes of a sale, or why the sale's phase does not allow it; nothing is changed.
--   p_act      start, pause, freeze (a pause in which the clocks of the holds stand still), resume, extend, end, cancel
--   p_ends_at  extend: the new end; or null, and p_seconds after the end so far
CREATE OR REPLACE FUNCTION judge_sale_act(
    INOUT p_sale sales, p_act text, p_ends_at timestamptz, p_seconds bigint, p_now timestamptz,
    OUT p_refusal text, OUT p_detail jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_phase text := sale_phase(p_sale, p_now);
    v_end timestamptz := coalesce(p_ends_at, p_sale.ends_at + make_interval(secs => p_seconds));
    v_phases jsonb := '{"start": ["draft", "scheduled"], "pause": ["live"], "freeze": ["live"], "resume": ["paused"],
                        "extend": ["scheduled", "live", "paused"], "end": ["live", "paused"],
                        "cancel": ["draft", "scheduled", "live", "paused"]}';
BEGIN
    IF p_sale.id IS NULL THEN
        p_refusal := 'SALE_NOT_FOUND';
    ELSIF NOT jsonb_exists(v_phases -> p_act, v_phase)
          OR (p_act = 'extend' AND (p_sale.ends_at IS NULL OR v_end <= p_sale.ends_at
                                    -- Past what the API can write.
                                    OR v_end >= timestamptz '10000-01-01 00:00:00+00')) THEN
        p_refusal := 'CONFLICT';
        p_detail := jsonb_build_object('status', v_phase, 'starts_at', iso_text(p_sale.starts_at),
                                       'ends_at', iso_text(p_sale.ends_at));
    END IF;
    IF p_refusal IS NOT NULL THEN
        RETURN;
    END IF;
    CASE p_act
        WHEN 'start' THEN p_sale.starts_at := p_now;
        WHEN 'pause' THEN p_sale.paused_at := p_now;
        WHEN 'freeze' THEN p_sale.paused_at := p_now; p_sale.holds_frozen_at := p_now;
        WHEN 'resume' THEN p_sale.paused_at := NULL; p_sale.holds_frozen_at := NULL;
        WHEN 'extend' THEN p_sale.ends_at := v_end;
        -- A window has a length, also of a sale that ends in the microsecond in which it started.
        WHEN 'end' THEN p_sale.ends_at := greatest(p_now, p_sale.starts_at + interval '1 microsecond');
        WHEN 'cancel' THEN p_sale.cancelled_at := p_now;
    END CASE;
END;
$$;
