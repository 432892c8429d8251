import { keyPrefix } from './keys.ts';

/**
 * The one script that changes state. KEYS are answer, due, audit and audit head;
 * ARGV[1] is the commit as JSON with key names in it, all in the slot of the hash tag.
 *
 * Order: answer a repeat; check every expectation; only then write. The audit entry is hashed by the client; number
 * and link (SHA-1 of previous link, number and hash, the only digest a Redis script has) are given here.
 */
export const commitScript = `
local repeated = redis.call('GET', KEYS[1])
if repeated then return repeated end
local change = cjson.decode(ARGV[1])

local function refused(entry, reason, state)
  return cjson.encode({ ok = false, id = entry.id, reason = reason, state = state or nil })
end

for _, entry in ipairs(change.records) do
  local expect = entry.expect
  if expect then
    local state = redis.call('HGET', entry.key, 'state')
    if expect.absent and state then return refused(entry, 'exists', state) end
    if (expect.states or expect.rev or expect.epoch) and not state then return refused(entry, 'absent') end
    if expect.states then
      local held = false
      for _, wanted in ipairs(expect.states) do held = held or wanted == state end
      if not held then return refused(entry, 'state', state) end
    end
    if expect.epoch and tonumber(redis.call('HGET', entry.key, 'epoch') or '0') ~= expect.epoch then
      return refused(entry, 'epoch', state)
    end
    if expect.rev and tonumber(redis.call('HGET', entry.key, 'rev') or '0') ~= expect.rev then
      return refused(entry, 'rev', state)
    end
  end
end

local answer = { ok = true, records = {}, positions = {}, woken = {}, audit = {} }

for _, entry in ipairs(change.records) do
  if entry.remove then
    redis.call('DEL', entry.key)
  else
    local changed = entry.state or entry.set or entry.unset
    if entry.unset then redis.call('HDEL', entry.key, unpack(entry.unset)) end
    if entry.set then redis.call('HSET', entry.key, unpack(entry.set)) end
    if entry.state then redis.call('HSET', entry.key, 'state', entry.state) end
    -- A record that is only looked at must not come into being.
    local rev = changed and redis.call('HINCRBY', entry.key, 'rev', 1) or tonumber(redis.call('HGET', entry.key, 'rev') or '0')
    local row = { id = entry.id, rev = rev }
    if entry.wake then redis.call('HSET', entry.key, 'wake', '1') end
    if entry.takeEpoch then
      -- Who begins to look now sees what it was woken for.
      redis.call('HDEL', entry.key, 'wake')
      row.epoch = redis.call('HINCRBY', entry.key, 'epoch', 1)
      redis.call('HINCRBY', entry.key, 'activations', 1)
      row.fields = redis.call('HGETALL', entry.key)
    end
    table.insert(answer.records, row)
  end
end

for _, entry in ipairs(change.join) do
  local position = redis.call('LPOS', entry.key, entry.holder)
  if not position then position = redis.call('RPUSH', entry.key, entry.holder) - 1 end
  table.insert(answer.positions, { lock = entry.lock, position = position })
end

for _, entry in ipairs(change.leave) do
  local head = redis.call('LINDEX', entry.key, 0)
  redis.call('LREM', entry.key, 0, entry.holder)
  local following = redis.call('LINDEX', entry.key, 0)
  if following and following ~= head then
    redis.call('HSET', '${keyPrefix}:record:' .. following, 'wake', '1')
    table.insert(answer.woken, following)
  end
end

for _, entry in ipairs(change.due) do
  if entry.at then redis.call('ZADD', KEYS[2], entry.at, entry.id) else redis.call('ZREM', KEYS[2], entry.id) end
end
for _, entry in ipairs(change.addTo) do
  redis.call('ZADD', entry.key, entry.atMs, entry.id)
  if entry.keep then redis.call('ZREMRANGEBYRANK', entry.key, 0, -entry.keep - 1) end
end
for _, entry in ipairs(change.removeFrom) do redis.call('ZREM', entry.key, entry.id) end

for _, entry in ipairs(change.audit) do
  local number = redis.call('HINCRBY', KEYS[4], 'number', 1)
  local previous = redis.call('HGET', KEYS[4], 'link') or ''
  local link = redis.sha1hex(previous .. ':' .. number .. ':' .. entry.hash)
  redis.call('HSET', KEYS[4], 'link', link)
  redis.call('XADD', KEYS[3], string.format('%d-0', number), 'entry', entry.entry, 'hash', entry.hash, 'link', link)
  table.insert(answer.audit, { number = number, link = link })
end

local encoded = cjson.encode(answer)
redis.call('SET', KEYS[1], encoded, 'PX', 60000)
return encoded
`;
