/** Where a Redis is, in the words of ioredis, whose options both the store and the queues take. */
export type RedisTarget = {
  db: number;
  username?: string;
  password?: string;
} & ({ host: string; port: number; tls?: object } | { name: string; sentinels: { host: string; port: number }[] });

/** Reads `redis://`, `rediss://` and `redis+sentinel://host:port,host:port/db?name=mymaster`. */
export function redisTarget(url: string): RedisTarget {
  const parsed = new URL(url.replace(/,[^/?]*/, ''));
  const credentials = {
    ...(parsed.username ? { username: decodeURIComponent(parsed.username) } : {}),
    ...(parsed.password ? { password: decodeURIComponent(parsed.password) } : {}),
    db: Number(parsed.pathname.slice(1) || 0),
  };
  if (parsed.protocol === 'redis+sentinel:') {
    const hosts = url.replace(/^redis\+sentinel:\/\/([^@/]*@)?/, '').split(/[/?]/)[0] ?? '';
    return {
      ...credentials,
      name: parsed.searchParams.get('name') ?? 'mymaster',
      sentinels: hosts.split(',').map((host) => {
        const [name = '127.0.0.1', port = '26379'] = host.split(':');
        return { host: name, port: Number(port) };
      }),
    };
  }
  return {
    ...credentials,
    host: parsed.hostname,
    port: Number(parsed.port || 6379),
    ...(parsed.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
