import { Redis, type RedisOptions } from 'ioredis';
import { commitScript } from './commit-script.ts';

/** An ioredis connection that knows the commit script. */
export interface RedisConnection extends Redis {
  epCommit(answer: string, due: string, audit: string, auditHead: string, body: string): Promise<string>;
}

export interface RedisConnectionOptions {
  /** `redis://`, `rediss://`, or `redis+sentinel://host:port,host:port/db?name=mymaster`. */
  url: string;
  /** Wire time after which a command counts as unanswered. */
  commandTimeoutMs: number;
  /** Whether commands wait for a connection (workers) or fail at once without one (the ack path). */
  waitForConnection: boolean;
  onError: (error: Error) => void;
}

/**
 * Opens a connection. Commands without an answer are never sent again behind our back: the commit repeats itself
 * under its token, everything else is a read.
 */
export function connectRedis(options: RedisConnectionOptions): RedisConnection {
  const redis = new Redis({
    ...redisTarget(options.url),
    commandTimeout: options.commandTimeoutMs,
    enableOfflineQueue: options.waitForConnection,
    autoResendUnfulfilledCommands: false,
    enableAutoPipelining: true,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 6), 2000),
  });
  redis.on('error', options.onError);
  redis.defineCommand('epCommit', { numberOfKeys: 4, lua: commitScript });
  return redis as RedisConnection;
}

/** The part of the ioredis options that says where Redis is; BullMQ's connections use the same. */
export function redisTarget(url: string): RedisOptions {
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
