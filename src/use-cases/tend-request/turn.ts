import type { AuditWhat } from '../../domain/audit-what.ts';
import { type AccessRequest, roundHash } from '../../domain/grants/access-request.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Queues } from '../../queue/queue.ts';
import type { AuditEntry, CommitResult, Store } from '../../store/store.ts';
import type { UseCaseSettings } from '../context.ts';
import type { FreshGroups } from '../fresh-groups.ts';
import type { PrivateNote } from '../private-note.ts';

export interface TenderDeps {
  store: Store;
  queues: Queues;
  clock: Clock;
  settings: Pick<UseCaseSettings, 'policy' | 'clusters'>;
  readGroups: FreshGroups;
  /** May fail: the card says the same. */
  tellPrivately: (note: PrivateNote) => Promise<void>;
  log: Logger;
}

/** One thing to do about a request. */
export type Turn =
  /** Something to change; then look again. */
  | {
      kind: 'change';
      send: () => Promise<CommitResult>;
      notes: PrivateNote[];
      /** An operation that waits for it. */
      wakes?: string;
    }
  /** Nothing is due; the next look is fixed with this. */
  | { kind: 'rest'; send: () => Promise<CommitResult> }
  /** Something cannot be read now. */
  | { kind: 'wait'; delayMs: number };

/** An audit entry about a request, with what each of them names. */
export function entryOf(
  request: AccessRequest,
  entry: { what: AuditWhat; actor: string; atMs: number; details: Record<string, unknown> },
): AuditEntry {
  const { poolName, instanceId, round, rule } = request;
  return {
    ...entry,
    subject: request.id,
    details: {
      ...{ pool: poolName, instance: instanceId || undefined, round, hash: roundHash(request) },
      policyVersion: rule?.policyVersion,
      ...entry.details,
    },
  };
}

/** How somebody who clicked is written in the audit log. */
export function personActor({ requestedBy }: AccessRequest, personId: string): string {
  return `slack:${requestedBy.kind === 'slack-user' ? requestedBy.teamId : ''}/${personId}`;
}

export const botActor = 'system:bot';

/** Who an approval is written down for: the clicks stand in entries of their own, what they amount to the bot decides. */
export function approver({ counted }: { counted: readonly unknown[] }): string {
  return counted.length > 0 ? botActor : 'system:policy';
}
