-- SPDX-License-Identifier: GPL-3.0-only
-- Refuses an act on a locked product that is not there, or has none of the versions that the act is meant for (null:
-- for any).
CREATE OR REPLACE FUNCTION judge_product_version(
    p_product products, p_versions bigint[], OUT refusal text, OUT detail jsonb)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF p_product.id IS NULL THEN
        refusal := 'PRODUCT_NOT_FOUND';
    ELSIF p_product.version <> ALL (p_versions) THEN
        refusal := 'VERSION_CONFLICT';
        detail := jsonb_build_object('version', p_product.version);
    END IF;
END;
$$;
