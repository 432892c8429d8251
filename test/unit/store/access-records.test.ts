import { expect, test } from 'vitest';
import type { AccessRequest, Click } from '../../../src/domain/grants/access-request.ts';
import {
  accessRequestChange,
  accessRequestOf,
  clickChange,
  freezeChange,
  freezeOf,
  grantChange,
  grantOf,
  unfreezeChange,
} from '../../../src/store/access-records.ts';
import type { RecordChange, StoredRecord } from '../../../src/store/store.ts';
import { accessRequestDocument, grantDocument } from '../../support/access-documents.ts';
import { grantPlanOf } from '../domain/grants/grant-plans.ts';

const stored = ({ id, state = '', set = {} }: RecordChange, rev = 0): StoredRecord => ({
  ...{ id, state, epoch: 0, rev },
  fields: set,
});

const full: AccessRequest = accessRequestDocument({
  state: 'approved',
  rev: 7,
  round: 2,
  plan: { plan: grantPlanOf(), hash: 'sha256:1' },
  difference: ['namespace added: billing'],
  rule: {
    match: { tags: { env: 'prod' }, ids: ['rm-1'], clusters: ['prod'], forAtMostMs: 5 },
    require: [{ group: 'S1', min: 1 }],
    autoApprove: false,
    enforceNamespaces: true,
    crossVpc: false,
    standing: { reviewEveryMs: 1 },
    breakGlass: { by: ['S2'], maxGrantMs: 2 },
    escalateTo: 'S3',
    extendOnceFreely: true,
    because: 'rule 1',
    policyVersion: 'sha256:2',
  },
  opened: { atMs: 3, memberships: { S1: ['U1'], S2: 'unknown' } },
  decisions: [{ personId: 'U1', verdict: 'approve', atMs: 4 }],
  approved: { atMs: 4, counted: [{ personId: 'U1', group: 'S1' }], endMs: 9 },
  outcome: { by: 'worker', text: 'applied', atMs: 5 },
  lastReminderAtMs: 2,
  operationId: 'op-1',
});

test('a request comes out of its record as it went in, whole or new', () => {
  for (const request of [full, accessRequestDocument()]) {
    expect(accessRequestOf(stored(accessRequestChange(request), request.rev))).toEqual(request);
  }
});

test('clicks stand beside the document, come oldest first and go when they are judged', () => {
  const click = (id: string, atMs: number): Click => ({
    ...{ id, personId: 'U1', round: 1, verdict: 'deny' as const, reason: undefined, atMs },
  });
  const fields = { ...clickChange('req-1', click('b', 2)).set, ...clickChange('req-1', click('a', 1)).set };
  const record = stored(accessRequestChange(accessRequestDocument()));

  const read = accessRequestOf({ ...record, fields: { ...record.fields, ...fields } });

  expect(read.clicks.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(accessRequestChange(read, undefined, read.clicks).unset).toEqual(['click.a', 'click.b']);
});

test('a grant comes out of its record as it went in, whole or new', () => {
  const whole = grantDocument({
    state: 'active',
    rev: 3,
    inForce: {
      requestId: 'req-1',
      planHash: 'sha256:1',
      cidrs: [{ cidr: '10.0.0.0/24', vSwitchId: 'vsw-1' }],
      instances: [{ instanceId: 'rm-1', networkType: 'VPC' }],
      namespaces: ['payments'],
      approvedAtMs: 1,
      approvers: [{ personId: 'U1', group: 'S1' }],
      appliedAtMs: 2,
    },
    lastWritten: { 'rm-1': ['10.0.0.0/24'] },
    firstApprovedAtMs: 1,
    endMs: 10,
    breakGlass: { by: 'U1', review: 'open', reviewedBy: undefined },
    pendingRequestId: 'req-2',
    operationId: 'op-1',
    endCause: 'expired',
    overdueSinceMs: 3,
    lastNoticeAtMs: 4,
    lastReviewAtMs: 5,
    endedAtMs: 6,
  });

  for (const grant of [whole, grantDocument()]) expect(grantOf(stored(grantChange(grant), grant.rev))).toEqual(grant);
});

test('what is no grant or request is not taken for one', () => {
  const record = stored(grantChange(grantDocument()));

  expect(() => grantOf({ ...record, state: 'open' })).toThrow();
  expect(() => grantOf({ ...record, fields: { grant: '{"poolId":"pool-a"}' } })).toThrow();
  expect(() => accessRequestOf(record)).toThrow();
});

test('a freeze is on until it is lifted', () => {
  const freeze = { reason: 'incident', by: 'slack:T0/U1', atMs: 5 };

  expect(freezeOf(undefined)).toBeUndefined();
  expect(freezeOf(stored(freezeChange(freeze)))).toEqual(freeze);
  expect(freezeOf(stored(unfreezeChange()))).toBeUndefined();
});
