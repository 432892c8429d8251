import { Redis } from 'ioredis';
import { redisTarget } from '../../platform/redis-target.ts';
import { commitScript } from './commit-script.ts';

/** An ioredis connection that knows the commit script. */
export interface RedisConnection extends Redis {
  epCommit(answer: string, due: string, audit: string, auditHead: string, body: string): Promise<string>;
}

export interface RedisConnectionOptions {
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
    // A connection that swallows commands is given up; a command's deadline alone would leave it open for ever.
    socketTimeout: options.commandTimeoutMs * 2,
    enableOfflineQueue: options.waitForConnection,
    autoResendUnfulfilledCommands: false,
    enableAutoPipelining: true,
    // The rate limiter defines its command late: a pipeline begun before does not know it, and ends the process.
    autoPipeliningIgnoredCommands: ['rlflxIncr'],
    // Commands without an answer fail when their connection is lost; with any other number they hang until their deadline.
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 6), 2000),
  });
  redis.on('error', options.onError);
  redis.defineCommand('epCommit', { numberOfKeys: 4, lua: commitScript });
  return redis as RedisConnection;
}
