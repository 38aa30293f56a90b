-- SPDX-License-Identifier: GPL-3.0-only
-- Gives up a statement that ends holds directly, and its transaction: one of them is not there, or is not what its owner
-- takes it for.
CREATE OR REPLACE FUNCTION refuse_ending() RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a hold cannot end as its owner wants' USING ERRCODE = 'HF002';
END;
$$;
