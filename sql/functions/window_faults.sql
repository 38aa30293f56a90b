-- SPDX-License-Identifier: GPL-3.0-only
-- What is wrong with a sale's window, as faults of its fields; an empty list when nothing is. An end that is not new
-- may have passed.
CREATE OR REPLACE FUNCTION window_faults(
    p_starts_at timestamptz, p_ends_at timestamptz, p_is_new_end boolean, p_now timestamptz) RETURNS jsonb
LANGUAGE sql STABLE
RETURN CASE
    WHEN p_ends_at IS NULL THEN '[]'
    WHEN p_starts_at IS NULL THEN field_fault('starts_at', 'is needed where there is an end')
    WHEN p_ends_at <= p_starts_at THEN field_fault('ends_at', 'must be later than starts_at')
    WHEN p_is_new_end AND p_ends_at <= p_now THEN field_fault('ends_at', 'must not have passed')
    ELSE '[]'
END;
