import { expect, it } from 'vitest';
import { freezeOf, freezeRecordId, grantChange, pairRecordId } from '../../../src/store/access-records.ts';
import { freeze } from '../../../src/use-cases/freeze.ts';
import { unfreeze } from '../../../src/use-cases/unfreeze.ts';
import { grantDocument } from '../../support/access-documents.ts';
import { dba, hourMs, oncall, openDesk, openRequest, putPool, requestId, security } from './decision-desk.ts';

const asked = 'req-bbbbbbbbbbbb';
const pair = pairRecordId({ poolId: 'pool-a', instanceId: 'rm-orders' });

it('takes a request, says who will be asked, and takes it once however often it comes', async () => {
  const desk = await openDesk();
  await desk.pool();

  const answers = [await desk.ask('U0ANA'), await desk.ask('U0ANA')];

  expect(answers[0]).toMatchObject({ kind: 'accepted', repeated: false, asked: `1 of ${dba} and 1 of ${security}` });
  expect(answers[1]).toMatchObject({ kind: 'accepted', repeated: true });
  expect((await desk.audit()).map(({ what }) => what)).toEqual(['request.asked']);
});

it.each([
  ['an unknown pool', { pool: 'paymint' }, 'there is no pool'],
  ['a database out of scope', { instance: 'hr' }, 'not among the databases'],
  ['an unknown database', { instance: 'rm-nothing' }, 'not among the databases'],
  ['a read-only instance', { instance: 'rr-orders' }, 'ask for its primary'],
  ['another VPC', { instance: 'far' }, 'in vpc-2'],
  ['a database that no rule is about', { instance: 'odd' }, 'No rule of the approval policy'],
  ['too long', { for: '400d' }, 'at most 90 days'],
  ['a standing grant that the rule does not allow', { for: 'standing' }, 'no grant without an end'],
  ['no duration', { for: 'long' }, 'not a duration'],
  ['no reason', { reason: '  ' }, 'say why'],
])('refuses %s at once, with the way out', async (_, raw, text) => {
  const desk = await openDesk();
  await desk.pool();

  const answer = await desk.ask('U0ANA', raw);

  expect(answer.kind).toBe('refused');
  const [problem] = answer.kind === 'refused' ? answer.problems : [];
  expect(problem?.message).toContain(text);
  expect(problem?.example).not.toBe('');
  expect(await desk.store.read(requestId)).toBeUndefined();
});

it.each([
  ['not ready', { state: 'creating' as const }],
  ['without namespaces', { namespaces: [] }],
])('refuses a pool that is %s', async (_, changes) => {
  const desk = await openDesk();
  await putPool(desk.store, changes);

  expect(await desk.ask('U0ANA')).toMatchObject({ kind: 'refused', problems: [{ field: 'pool' }] });
});

it('refuses who may not ask', async () => {
  const desk = await openDesk();
  await desk.pool();

  expect(await desk.ask('U0EVE')).toMatchObject({ kind: 'not-allowed' });
});

it('refuses what nobody but the requester could approve', async () => {
  const desk = await openDesk();
  await desk.pool();
  desk.groups[dba] = ['U0ANA'];

  expect(await desk.ask('U0ANA')).toMatchObject({
    problems: [{ message: expect.stringContaining('Without those who asked') }],
  });
});

it('refuses while the groups cannot be read', async () => {
  const desk = await openDesk();
  await desk.pool();
  desk.groups[dba] = 'unknown';

  expect(await desk.ask('U0ANA')).toMatchObject({ problems: [{ example: 'Try again in a minute.' }] });
});

it('refuses a second request for the same pair and names the first', async () => {
  const desk = await openDesk();
  await desk.pool();
  await desk.ask('U0ANA');

  const answer = await desk.ask('U0BOB', {}, asked);

  expect(answer).toMatchObject({ problems: [{ message: expect.stringContaining(requestId) }] });
});

it('lets those the rule names break the glass at once and briefly, and not again before a review', async () => {
  const desk = await openDesk();
  await desk.pool();
  const raw = { breakGlass: true, for: '30d' };
  expect(await desk.ask('U0ANA', raw)).toMatchObject({ kind: 'not-allowed' });

  await desk.ask('U0CALL1', raw);
  await desk.plan();
  await desk.tend();

  const { state, approved } = await desk.request();
  expect(state).toBe('approved');
  expect(approved).toMatchObject({ endMs: desk.time.nowMs + 4 * hourMs, counted: [] });
  expect(await desk.ask('U0CALL1', raw, asked)).toMatchObject({ text: expect.stringContaining('waits for review') });
});

it.each(['pending', 'approved'])('lets a break-glass take the place of a request that is %s', async (state) => {
  const desk = await openRequest();
  if (state === 'approved') for (const person of ['U0DBA1', 'U0SEC1']) await desk.click(person);
  await desk.tend();
  expect((await desk.request()).state).toBe(state);

  expect(await desk.ask('U0CALL1', { breakGlass: true, for: '1h' }, asked)).toMatchObject({ kind: 'accepted' });

  expect(await desk.request()).toMatchObject({ state: 'superseded', outcome: { by: 'U0CALL1' } });
  expect((await desk.store.read(pair))?.fields.grant).toBe(asked.replace('req', 'grant'));
  const cancelled = (await desk.applies()).map(({ fields }) => fields.cancelledBy !== undefined);
  expect(cancelled).toEqual(state === 'approved' ? [true] : []);
  expect(await desk.ask('U0ANA', {}, 'req-cccccccccccc')).toMatchObject({ kind: 'refused' });
});

it('refuses a break-glass where a grant is live, being applied even, and names it', async () => {
  const desk = await openRequest();
  const grant = grantDocument({ pendingRequestId: requestId, instanceId: 'rm-orders' });
  await desk.store.commit({ records: [grantChange(grant, { absent: true })] });

  const answer = await desk.ask('U0CALL1', { breakGlass: true, for: '1h' }, asked);

  expect(answer).toMatchObject({ problems: [{ message: expect.stringContaining(grant.id) }] });
  expect((await desk.request()).state).toBe('pending');
});

it('denies a break-glass of somebody who is not in the group any more when it is decided', async () => {
  const desk = await openDesk();
  await desk.pool();
  await desk.ask('U0CALL1', { breakGlass: true });
  desk.groups[oncall] = [];
  await desk.plan();

  await desk.tend();

  expect((await desk.request()).state).toBe('denied');
  expect(await desk.applies()).toEqual([]);
});

it('is frozen and thawed by operators alone', async () => {
  const desk = await openDesk();
  expect(await freeze(desk.as('U0ANA'), { reason: 'incident' })).toMatchObject({ kind: 'not-allowed' });

  await freeze(desk.as('U0OPS'), { reason: 'incident' });
  expect(freezeOf(await desk.store.read(freezeRecordId))).toMatchObject({ reason: 'incident' });
  expect(await unfreeze(desk.as('U0ANA'), {})).toMatchObject({ kind: 'not-allowed' });
  await unfreeze(desk.as('U0OPS'), {});

  expect(freezeOf(await desk.store.read(freezeRecordId))).toBeUndefined();
});
