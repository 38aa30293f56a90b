-- SPDX-License-Identifier: GPL-3.0-only
-- The call a lane makes for a lone buyer, without Holdfast around it. It commits by itself. Ids of reservations are
-- in order, as Holdfast's are; keys are digests.
\set buyer :buyer + 1
SELECT * FROM stock_batch(
    true, false, '{1}'::smallint[], '{0}'::integer[], ARRAY[:product::bigint],
    ARRAY[(lpad(:product::text, 8, '0') || '-0000-7000-8000-' || lpad(:buyer::text, 12, '0'))::uuid],
    ARRAY[('00000000-0000-7000-8000-' || lpad(:buyer::text, 12, '0'))::uuid], '{1}'::integer[], NULL, NULL,
    NULL, NULL, '{}'::text[], '{}'::uuid[], ARRAY[gen_random_uuid()],
    ARRAY[gen_random_uuid()], NULL, NULL);
