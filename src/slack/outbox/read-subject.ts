import { poolIdPattern } from '../../domain/names.ts';
import { driftRecordId } from '../../store/drift-record.ts';
import { lostPoolsRecordId } from '../../store/lost-pools-record.ts';
import { poolOfDrift } from '../../store/pool-drift-record.ts';
import { alertSubject } from './alert-subject.ts';
import { driftSubject } from './drift-subject.ts';
import { grantSubject } from './grant-subject.ts';
import { lostPoolsSubject } from './lost-pools-subject.ts';
import { operationSubject } from './operation-subject.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import type { Subject } from './outlet.ts';
import { poolDriftSubject } from './pool-drift-subject.ts';
import { poolSubject } from './pool-subject.ts';
import { requestSubject } from './request-subject.ts';

/** What people are told about a record; undefined when there is none, or none that is told about. */
export async function readSubject(
  { store, clock, approvalsChannelId, operators, capacity }: OutboxDeps,
  recordId: string,
): Promise<Subject | undefined> {
  if (recordId.startsWith('op-')) return operationSubject(store, recordId);
  const given = { store, nowMs: clock.now(), approvalsChannelId };
  if (recordId.startsWith('req-')) return requestSubject(given, recordId);
  if (recordId.startsWith('grant-')) return grantSubject(given, recordId);
  if (poolIdPattern.test(recordId)) return poolSubject({ store }, recordId);
  if (recordId === driftRecordId) return driftSubject(given);
  if (recordId === lostPoolsRecordId) return lostPoolsSubject({ store, approvalsChannelId, operators });
  if (poolOfDrift(recordId) && capacity) return poolDriftSubject({ store, capacity }, recordId);
  if (recordId.startsWith('alert-') && capacity) return alertSubject({ store, clock, capacity }, recordId);
  return undefined;
}
