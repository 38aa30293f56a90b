-- SPDX-License-Identifier: GPL-3.0-only
-- The phase a sale is in at a moment. The same rules as Sale::phaseAt in server/domain/sale.cpp.
CREATE OR REPLACE FUNCTION sale_phase(sale sales, at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN sale.cancelled_at IS NOT NULL THEN 'cancelled'
    WHEN sale.starts_at IS NULL THEN 'draft'
    WHEN at >= sale.ends_at THEN 'ended'
    WHEN at < sale.starts_at THEN 'scheduled'
    WHEN sale.paused_at IS NOT NULL THEN 'paused'
    ELSE 'live'
END;
