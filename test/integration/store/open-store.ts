import { onTestFinished } from 'vitest';
import type { AuditWhat } from '../../../src/domain/audit-what.ts';
import { connectRedis, type RedisConnection } from '../../../src/store/redis/redis-connection.ts';
import { createRedisStore } from '../../../src/store/redis/redis-store.ts';
import type { AuditEntry, AuditRecord, Store } from '../../../src/store/store.ts';
import { freshRedisUrl } from '../../support/redis.ts';

export interface OpenStore {
  store: Store;
  redis: RedisConnection;
  url: string;
  /** What was told about the audit log, in order. */
  audited: AuditRecord[];
}

export interface OpenStoreOptions {
  url?: string;
  commitTries?: number;
  waitForConnection?: boolean;
  commandTimeoutMs?: number;
}

/** A store of its own on real Redis, closed when the test ends. */
export async function openStore(options: OpenStoreOptions = {}): Promise<OpenStore> {
  const url = options.url ?? (await freshRedisUrl());
  const { commitTries = 4, waitForConnection = true, commandTimeoutMs = 2_000 } = options;
  const redis = connectRedis({ url, commandTimeoutMs, waitForConnection, onError: () => undefined });
  onTestFinished(() => redis.disconnect());
  const audited: AuditRecord[] = [];
  const store = createRedisStore({ redis, commitTries, onAudit: (record) => audited.push(record) });
  if (redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve));
  return { store, redis, url, audited };
}

/** An audit entry about something, also one that only another release would write. */
export function auditEntry(what: string, details: Record<string, unknown> = {}): AuditEntry {
  return { what: what as AuditWhat, subject: 'record-1', actor: 'system:test', atMs: 1_000, details };
}
