/**
 * JSON with sorted keys and without undefined members, so that equal values have equal text: what hashes are taken
 * of. Throws TypeError for what JSON cannot hold (functions, cycles, non-finite numbers).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value, 0));
}

const maximumDepth = 32;

function sorted(value: unknown, depth: number): unknown {
  if (depth > maximumDepth) throw new TypeError('value is nested too deeply or refers to itself');
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('JSON holds finite numbers only');
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw new TypeError(`JSON cannot hold a ${typeof value}`);
  }
  if (Array.isArray(value)) return value.map((item) => sorted(item, depth + 1));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, member]) => [key, sorted(member, depth + 1)]),
  );
}
