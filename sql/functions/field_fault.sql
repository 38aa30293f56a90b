-- SPDX-License-Identifier: GPL-3.0-only
-- One fault of a request's field, as VALIDATION_ERROR lists it.
CREATE OR REPLACE FUNCTION field_fault(field text, message text) RETURNS jsonb
LANGUAGE sql IMMUTABLE
RETURN jsonb_build_array(jsonb_build_object('field', field, 'message', message));
