-- SPDX-License-Identifier: GPL-3.0-only
-- The answers of those commands of a batch whose keys are known: a 'replay' event and the command's events as they
-- were, or a refusal when the key came with another request. No row at all: no key is known.
CREATE OR REPLACE FUNCTION replay_answers(p_ordinals integer[], p_keys uuid[], p_requests uuid[], p_now timestamptz)
RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_known record;
    v_event stock_event;
BEGIN
    FOR v_known IN
        SELECT DISTINCT ON (w.ordinal) w.ordinal, w.request AS asked, k.*
        FROM unnest(p_ordinals, p_keys, p_requests) AS w (ordinal, key, request)
        JOIN idempotency_keys k ON k.key = w.key
        ORDER BY w.ordinal
    LOOP
        IF v_known.request <> v_known.asked THEN
            v_event := refused_event(NULL, p_now, 'IDEMPOTENCY_KEY_REUSED', NULL);
            v_event.ordinal := v_known.ordinal;
            v_event.line := 0;
            RETURN NEXT v_event;
            CONTINUE;
        END IF;
        v_event := NULL;
        v_event.what := 'replay';
        v_event.ordinal := v_known.ordinal;
        v_event.decided_at := microseconds(v_known.created_at);
        RETURN NEXT v_event;
        IF v_known.expires_at IS NOT NULL THEN
            RETURN NEXT replayed_hold(v_known.ordinal, v_known.reservation_id, v_known.created_at,
                                      v_known.expires_at, v_known.available, v_known.stock_version);
        ELSIF v_known.reservation_id IS NOT NULL THEN
            RETURN NEXT replayed_ending(v_known.ordinal, v_known.reservation_id, v_known.created_at,
                                        v_known.available, v_known.stock_version);
        END IF;
        FOREACH v_event IN ARRAY coalesce(v_known.events, '{}') LOOP
            v_event.ordinal := v_known.ordinal;
            RETURN NEXT v_event;
        END LOOP;
    END LOOP;
END;
$$;
