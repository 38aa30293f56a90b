-- SPDX-License-Identifier: GPL-3.0-only
-- Finds or makes customers by username and answers their ids in the order asked. p_ids are proposals, used for
-- those that are new. Two servers meeting the same newcomers insert in the same order: no deadlock.
CREATE OR REPLACE FUNCTION ensure_customers(p_names text[], p_ids uuid[]) RETURNS uuid[]
LANGUAGE plpgsql AS $$
DECLARE
    v_new integer;
BEGIN
    INSERT INTO users (id, username)
    SELECT wanted.id, wanted.name
    FROM unnest(p_names, p_ids) AS wanted (name, id)
    ORDER BY wanted.name COLLATE "C"
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_new = ROW_COUNT;
    -- A crowd of newcomers: whoever has just been made has the proposed id.
    IF v_new = cardinality(p_names) THEN
        RETURN p_ids;
    END IF;

    -- A text that is somebody's id means that user, whatever the username.
    RETURN ARRAY(
        SELECT coalesce(
            (SELECT u.id FROM users u WHERE u.id = wanted.id),
            (SELECT u.id FROM users u WHERE u.username = wanted.name))
        FROM unnest(p_names, p_ids) WITH ORDINALITY AS wanted (name, id, place)
        ORDER BY wanted.place);
END;
$$;
