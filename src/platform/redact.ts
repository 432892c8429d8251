const secretKey = /token|secret|password|passwd|authorization|cookie|credential|private_?key|signature|kubeconfig/i;
/** Keys that look like secrets and are not: idempotency tokens are what support asks for. */
const harmlessKey = /^(client_?token|.*(count|ms|name)s?)$/i;
const secretText: readonly [RegExp, string][] = [
  [/\bxox[a-z](?:-[A-Za-z0-9]+)+/g, '[secret]'],
  [/\bxapp-[A-Za-z0-9-]+/g, '[secret]'],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g, '$1 [secret]'],
  [/(\w+:\/\/)[^\s/@]*:[^\s/@]*@/g, '$1[secret]@'],
];
const maxDepth = 8;
const maxItems = 100;
const maxText = 4000;

/**
 * A copy that is safe to print: values under keys that name a secret, and texts that look like one, become
 * `[secret]`; errors become name, message, code, stack and cause (an SDK error also carries its request and its
 * headers); depth, items and text lengths are bounded.
 */
export function redact(value: unknown): unknown {
  return copy(value, 0);
}

/** The same for one text. */
export function redactText(text: string): string {
  const cut = text.length > maxText ? `${text.slice(0, maxText)}…` : text;
  return secretText.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), cut);
}

function copy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '[…]';
  if (value instanceof Error) return copyError(value, depth);
  if (value instanceof Map) return copyEntries([...value.entries()], depth);
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].slice(0, maxItems).map((item) => copy(item, depth + 1));
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return copy(value.toJSON(), depth + 1);
  return copyEntries(Object.entries(value), depth);
}

function copyError(error: Error, depth: number): unknown {
  return {
    name: error.name,
    message: redactText(error.message),
    ...('code' in error ? { code: copy(error.code, depth + 1) } : {}),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: copy(error.cause, depth + 1) }),
  };
}

function copyEntries(entries: [unknown, unknown][], depth: number): unknown {
  const safe = entries.slice(0, maxItems).map(([key, value]) => {
    const name = String(key);
    const isSecret = secretKey.test(name) && !harmlessKey.test(name) && value !== undefined && value !== null;
    return [name, isSecret && typeof value !== 'boolean' ? '[secret]' : copy(value, depth + 1)];
  });
  return Object.fromEntries(safe);
}
