import { expect, it } from 'vitest';
import type { Grant } from '../../../src/domain/grants/grant.ts';
import {
  accessRequestChange,
  accessRequestOf,
  grantChange,
  grantOf,
  liveGrantIndex,
  openRequestIndex,
} from '../../../src/store/access-records.ts';
import { endGrantEarly } from '../../../src/use-cases/end-grant-early.ts';
import { extendGrant } from '../../../src/use-cases/extend-grant.ts';
import { requestsConcerning } from '../../../src/use-cases/requests-concerning.ts';
import { reviewBreakGlass } from '../../../src/use-cases/review-break-glass.ts';
import { revokeAccess } from '../../../src/use-cases/revoke-access.ts';
import { revokeAllOfPool } from '../../../src/use-cases/revoke-all-of-pool.ts';
import { revokeGrant } from '../../../src/use-cases/revoke-grant.ts';
import { grantDocument } from '../../support/access-documents.ts';
import { type Desk, dba, hourMs, openRequest, prodPolicy, requestId } from './decision-desk.ts';

const grantId = 'grant-aaaaaaaaaaaa';
const operationId = 'op-eeeeeeeeeeee';
const dayMs = 24 * hourMs;

/** Approved by one of each group, and applied as a worker does. */
async function openGrant(changes: Partial<Grant> = {}, policy = prodPolicy): Promise<Desk> {
  const desk = await openRequest({ policy });
  for (const person of ['U0DBA1', 'U0SEC1']) await desk.click(person);
  await desk.tend();
  const { approved } = await desk.request();
  const atMs = desk.time.nowMs;
  const grant = grantDocument({
    ...{
      state: 'active',
      requesters: ['U0ANA'],
      endMs: approved?.endMs,
      firstApprovedAtMs: atMs,
      instanceId: 'rm-orders',
    },
    inForce: {
      ...{ requestId, planHash: 'hash-1', cidrs: [], instances: [], namespaces: ['payments'] },
      ...{ approvedAtMs: atMs, approvers: [], appliedAtMs: atMs },
    },
    ...changes,
  });
  const record = await desk.store.read(requestId);
  if (!record) throw new Error('no request');
  const request = { ...accessRequestOf(record), outcome: { by: 'worker', text: 'Applied.', atMs } };

  await desk.store.commit({
    records: [grantChange(grant, { absent: true }), accessRequestChange(request)],
    addTo: [{ index: liveGrantIndex, id: grantId, atMs }],
    removeFrom: [{ index: openRequestIndex, id: requestId }],
  });
  return desk;
}

/** In force without anybody's approval, and not reviewed. */
async function openBreakGlass(): Promise<Desk> {
  const breakGlass = { by: 'U0CALL1', review: 'open' as const, reviewedBy: undefined };
  const desk = await openGrant({ requesters: ['U0CALL1'], breakGlass });
  desk.notes.splice(0);
  return desk;
}

async function grantNow(desk: Desk): Promise<Grant> {
  const record = await desk.store.read(grantId);
  if (!record) throw new Error('no grant');
  return grantOf(record);
}

it('is revoked by the names of pool and database; before it is applied that stops the request', async () => {
  const asked = { poolName: 'payments', instance: 'rm-orders', operationId };
  const announcement = { channelId: 'C0TEAM', userId: 'U0ANA' };
  const open = await openGrant();
  const approved = await openRequest();
  for (const person of ['U0DBA1', 'U0SEC1']) await approved.click(person);
  await approved.tend();
  const revoke = (desk: Desk, personId: string) => revokeAccess(desk.as(personId), { ...asked, announcement });

  expect(await revoke(open, 'U0EVE')).toMatchObject({ kind: 'not-allowed', about: grantId });
  expect(await revoke(open, 'U0DBA2')).toEqual({ kind: 'ending', grantId });
  expect(await revoke(approved, 'U0EVE')).toMatchObject({ kind: 'not-allowed', about: requestId });
  expect(await revoke(approved, 'U0DBA2')).toEqual({ kind: 'stopped', requestId });

  expect((await grantNow(open)).state).toBe('ending');
  expect((await approved.request()).state).toBe('withdrawn');
});

it.each([
  ['the owner of the pool', 'U0OWNER', 'ending'],
  ['its requester', 'U0ANA', 'ending'],
  ['any one approver of the rule', 'U0DBA2', 'ending'],
  ['an operator', 'U0OPS', 'ending'],
  ['somebody else', 'U0EVE', 'active'],
])('is revoked by %s or not at all', async (_, personId, state) => {
  const desk = await openGrant();

  await revokeGrant(desk.as(personId), { grantId, operationId });

  expect((await grantNow(desk)).state).toBe(state);
});

it('is ended early by its requester alone', async () => {
  const desk = await openGrant();

  expect(await endGrantEarly(desk.as('U0DBA1'), { grantId, operationId })).toMatchObject({ kind: 'not-allowed' });
  expect(await endGrantEarly(desk.as('U0ANA'), { grantId, operationId })).toMatchObject({ kind: 'accepted' });

  expect((await grantNow(desk)).state).toBe('ending');
});

it('is revoked with everything of its pool, requests too', async () => {
  const desk = await openGrant();
  await desk.ask('U0BOB', { instance: 'sandbox' }, 'req-bbbbbbbbbbbb');

  const answer = await revokeAllOfPool(desk.as('U0OWNER'), { pool: { name: 'payments' }, operationId });

  expect(answer).toMatchObject({ kind: 'accepted', grantIds: [grantId], requestIds: ['req-bbbbbbbbbbbb'] });
  expect((await grantNow(desk)).state).toBe('ending');
  expect((await desk.store.read('req-bbbbbbbbbbbb'))?.state).toBe('withdrawn');
});

it('is extended from its end on, by those who may change the pool, once at a time', async () => {
  const desk = await openGrant();
  const ask = (personId: string, id = 'req-cccccccccccc') =>
    extendGrant(desk.as(personId), {
      ...{ grantId, requestId: id, for: '1d' },
      announcement: { channelId: 'C0TEAM', userId: personId },
    });

  expect(await ask('U0DBA1')).toMatchObject({ kind: 'not-allowed' });
  expect(await ask('U0OWNER')).toMatchObject({ kind: 'accepted', repeated: false });
  expect(await ask('U0OWNER')).toMatchObject({ kind: 'accepted', repeated: true });
  expect(await ask('U0OWNER', 'req-dddddddddddd')).toMatchObject({ kind: 'refused' });

  expect((await grantNow(desk)).requesters).toEqual(['U0ANA', 'U0OWNER']);
  expect((await requestsConcerning(desk.as('U0OWNER'))).mine).toHaveLength(1);
});

it('is not extended earlier than a week before its end', async () => {
  const desk = await openGrant({ endMs: 1_000_000_000 + 30 * dayMs });

  const answer = await extendGrant(desk.as('U0OWNER'), {
    ...{ grantId, requestId: 'req-cccccccccccc', for: '1d' },
    announcement: { channelId: 'C0TEAM', userId: 'U0OWNER' },
  });

  expect(answer).toMatchObject({ problems: [{ message: expect.stringContaining('not earlier') }] });
});

it.each([
  ['sign', 'active', 'signed'],
  ['reject', 'ending', 'rejected'],
] as const)('lets a normal approver %s a break-glass, once, and never who broke it', async (verdict, state, review) => {
  const desk = await openBreakGlass();
  const act = async (personId: string) => {
    await reviewBreakGlass(desk.as(personId), { grantId, verdict, operationId: `op-${personId.toLowerCase()}` });
    await desk.tend();
    return { review: (await grantNow(desk)).breakGlass?.review, told: desk.notes.splice(0).map(({ text }) => text) };
  };

  expect(await act('U0CALL1')).toMatchObject({ review: 'open', told: [expect.stringContaining('You asked')] });
  expect(await act('U0EVE')).toMatchObject({ review: 'open', told: [expect.stringContaining('in none of these')] });
  expect(await act('U0DBA2')).toEqual({ review, told: [] });
  expect(await act('U0DBA1')).toMatchObject({ review, told: [expect.stringContaining('reviewed already')] });

  expect(await grantNow(desk)).toMatchObject({ state, breakGlass: { review, reviewedBy: 'U0DBA2' } });
  expect((await desk.audit()).filter(({ what }) => what === 'request.click-refused')).toHaveLength(3);
});

it.each([
  ['left the group after the click', (desk: Desk) => (desk.groups[dba] = [])],
  ['was deactivated', (desk: Desk) => (desk.standings.U0DBA2 = 'deactivated')],
  ['cannot be read', (desk: Desk) => (desk.groups[dba] = 'unknown')],
])('does not count the review of somebody who %s', async (_, leave) => {
  const desk = await openBreakGlass();
  await reviewBreakGlass(desk.as('U0DBA2'), { grantId, verdict: 'sign', operationId });
  leave(desk);

  await desk.tend();

  expect((await grantNow(desk)).breakGlass?.review).toBe('open');
  expect(desk.notes).toHaveLength(1);
});
