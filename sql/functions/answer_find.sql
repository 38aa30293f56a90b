-- SPDX-License-Identifier: GPL-3.0-only
-- What an endpoint answered under a key; no row when the key is new. is_reused: the key came with another request.
CREATE OR REPLACE FUNCTION answer_find(p_key uuid, p_request uuid)
RETURNS TABLE (is_reused boolean, status smallint, body text)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT k.request <> p_request, k.status, k.body FROM idempotency_keys k WHERE k.key = p_key;
END;
