/** Cuts the bytes that a Redis client sends into commands: arrays of bulk strings. */
export interface RedisCommand {
  /** As it was sent. */
  bytes: Buffer;
  parts: Buffer[];
}

export interface RedisCommandReader {
  /** The commands that are complete by now. Throws when the bytes are no commands. */
  read(chunk: Buffer): RedisCommand[];
}

export function createRedisCommandReader(): RedisCommandReader {
  let pending: Buffer = Buffer.alloc(0);
  return {
    read(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const commands: RedisCommand[] = [];
      let start = 0;
      for (;;) {
        const found = commandAt(pending, start);
        if (!found) break;
        commands.push({ bytes: pending.subarray(start, found.end), parts: found.parts });
        start = found.end;
      }
      pending = pending.subarray(start);
      return commands;
    },
  };
}

function commandAt(bytes: Buffer, start: number): { parts: Buffer[]; end: number } | undefined {
  const count = numberAt(bytes, start, '*');
  if (!count) return undefined;
  const parts: Buffer[] = [];
  let at = count.end;
  for (let index = 0; index < count.value; index += 1) {
    const length = numberAt(bytes, at, '$');
    if (!length || bytes.length < length.end + length.value + 2) return undefined;
    parts.push(bytes.subarray(length.end, length.end + length.value));
    at = length.end + length.value + 2;
  }
  return { parts, end: at };
}

function numberAt(bytes: Buffer, start: number, mark: '*' | '$'): { value: number; end: number } | undefined {
  if (start >= bytes.length) return undefined;
  if (bytes[start] !== mark.charCodeAt(0)) throw new Error(`expected ${mark} in what a Redis client sent`);
  const end = bytes.indexOf('\r\n', start);
  if (end === -1) return undefined;
  return { value: Number(bytes.toString('latin1', start + 1, end)), end: end + 2 };
}
