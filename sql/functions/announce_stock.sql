-- SPDX-License-Identifier: GPL-3.0-only
-- Tells the other servers on this database, at commit, which products moved. The payload begins with the
-- sender's name, so that it can skip its own; too many products for a payload (8,000 bytes) are told as '*'.
-- A null sender announces nothing: under load a server does so only every so often, as readers also poll.
CREATE OR REPLACE FUNCTION announce_stock(p_sender text, p_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF p_sender IS NOT NULL THEN
        PERFORM pg_notify('holdfast_' || current_schema(),
                          p_sender || ' ' || CASE WHEN cardinality(p_ids) > 300 THEN '*'
                                                  ELSE array_to_string(p_ids, ',') END);
    END IF;
END;
$$;
