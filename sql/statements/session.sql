-- SPDX-License-Identifier: GPL-3.0-only
-- What every session begins with.

-- name: set_up_session
-- Names without a schema mean ours; pg_temp is named last so that nobody's temporary table can shadow a table of
-- ours. Limits are in milliseconds, 0 is none. JIT costs a short statement more than it gives. Notices (“exists already,
-- skipping”) would be printed past our own log.
SELECT set_config('search_path', :search_path, false),
       set_config('TimeZone', 'UTC', false),
       set_config('default_transaction_isolation', 'read committed', false),
       set_config('lock_timeout', :lock_timeout, false),
       set_config('statement_timeout', :statement_timeout, false),
       set_config('idle_in_transaction_session_timeout', :idle_in_transaction_timeout, false),
       set_config('jit', 'off', false),
       set_config('client_min_messages', 'warning', false);

-- name: durability_settings
-- Settings as this session has them: whether a confirmed commit survives a crash.
SELECT name, setting
FROM pg_settings
WHERE name IN ('server_version_num', 'fsync', 'full_page_writes', 'synchronous_commit')
ORDER BY name;

-- name: ping
SELECT 1;
