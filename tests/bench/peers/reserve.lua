-- SPDX-License-Identifier: GPL-3.0-only
-- KEYS: the product's stock, the hold. ARGV: how many. What is left, or -1 (sold out), -2 (holds it already).
local available = tonumber(redis.call('GET', KEYS[1]) or '0')
local quantity = tonumber(ARGV[1])
if available < quantity then
  return -1
end
if not redis.call('SET', KEYS[2], quantity, 'NX', 'EX', 3600) then
  return -2
end
return redis.call('DECRBY', KEYS[1], quantity)
