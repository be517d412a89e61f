/**
 * What must be atomic, as Lua. Every script touches one slot of a cluster.
 *
 * @module
 * @see https://redis.io/docs/latest/develop/programmability/eval-intro/
 */

/** The length of the stamp in front of each value. It changes with every write. */
export const stampLength = 16;

/**
 * Writes entries if all of them still have the stamps that they were read with; otherwise returns them as they are.
 * `KEYS`: the entries. `ARGV`: the new stamp, then for each entry the expected stamp (empty: there is none), the new value (empty: none is written)
 * and its lifetime in milliseconds.
 */
export const commitScript = `
for index, key in ipairs(KEYS) do
  if redis.call('GETRANGE', key, 0, ${stampLength - 1}) ~= ARGV[3 * index - 1] then
    return redis.call('MGET', unpack(KEYS))
  end
end
for index, key in ipairs(KEYS) do
  local value = ARGV[3 * index]
  if value ~= '' then redis.call('SET', key, ARGV[1] .. value, 'PX', ARGV[3 * index + 1]) end
end
return 0
`;

/** The next numbers of a series: adds `ARGV[1]` to it, and keeps it for `ARGV[2]` milliseconds. Returns the last of them. */
export const countScript = `
local last = redis.call('INCRBY', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return last
`;

/** An entry, and the time of its server: seconds and microseconds. */
export const nowScript = `
local time = redis.call('TIME')
return { time[1], time[2], redis.call('GET', KEYS[1]) }
`;

/** Lists a credential: `ARGV` has its text, when it is forgotten, the time, how many are listed at most, and for how long in milliseconds. */
export const listScript = `
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 0
`;
