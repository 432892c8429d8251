import { expect, it } from 'vitest';
import { grantChange, pairRecordId } from '../../../src/store/access-records.ts';
import { stopRequest } from '../../../src/use-cases/stop-request.ts';
import { withdrawRequest } from '../../../src/use-cases/withdraw-request.ts';
import { grantDocument } from '../../support/access-documents.ts';
import { dba, hourMs, openRequest, prodPolicy, requestId, security } from './decision-desk.ts';

const pair = pairRecordId({ poolId: 'pool-a', instanceId: 'rm-orders' });

it('is approved by one of each group, with the end counted from the last approval that was needed', async () => {
  const desk = await openRequest();
  await desk.click('U0DBA1');
  await desk.tend();
  expect((await desk.request()).state).toBe('pending');
  desk.time.nowMs += hourMs;
  await desk.click('U0SEC1');
  const decidedAtMs = desk.time.nowMs;
  desk.time.nowMs += hourMs;

  await desk.tend();

  const { state, approved } = await desk.request();
  expect(state).toBe('approved');
  expect(approved?.endMs).toBe(decidedAtMs + 7 * 24 * hourMs);
  expect(approved?.counted.map(({ personId }) => personId).sort()).toEqual(['U0DBA1', 'U0SEC1']);
  expect(await desk.applies()).toHaveLength(1);
});

it('lets somebody of both groups count once', async () => {
  const desk = await openRequest();

  await desk.click('U0BOTH');
  await desk.click('U0BOTH');
  await desk.tend();

  expect((await desk.request()).state).toBe('pending');
  expect(desk.notes.map(({ text }) => text)).toEqual([expect.stringContaining('already recorded')]);
});

it('is denied by one denial, with its reason, and the pair is free again', async () => {
  const desk = await openRequest();
  await desk.click('U0DBA1');
  await desk.click('U0SEC1', 'deny');

  await desk.tend();

  const { state, outcome } = await desk.request();
  expect(state).toBe('denied');
  expect(outcome).toMatchObject({ by: 'U0SEC1', text: 'not now' });
  expect(await desk.store.read(pair)).toBeUndefined();
  expect(await desk.applies()).toEqual([]);
});

it.each([
  ['somebody in none of the groups', 'U0EVE', 'you are in none'],
  ['the requester', 'U0ANA', 'others have to decide'],
])('tells %s privately why, and writes it down', async (_, personId, text) => {
  const desk = await openRequest();
  desk.groups[security] = ['U0ANA', 'U0SEC1'];

  await desk.click(personId);
  await desk.tend();

  expect(desk.notes).toEqual([{ personId, requestId, text: expect.stringContaining(text) }]);
  expect((await desk.request()).decisions).toEqual([]);
  const refused = (await desk.audit()).filter(({ what }) => what === 'request.click-refused');
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ actor: `slack:T0ACME/${personId}` });
});

it.each(['deactivated', 'guest', 'external', 'unknown'] as const)('counts no word of somebody %s', async (standing) => {
  const desk = await openRequest();
  desk.standings.U0DBA1 = standing;

  await desk.click('U0DBA1');
  await desk.tend();

  expect((await desk.request()).decisions).toEqual([]);
  expect(desk.notes).toHaveLength(1);
});

it('does not count an approver who has left the group when the last approval comes', async () => {
  const desk = await openRequest();
  await desk.click('U0DBA1');
  await desk.tend();
  desk.groups[dba] = ['U0DBA2'];

  await desk.click('U0SEC1');
  await desk.tend();
  expect((await desk.request()).state).toBe('pending');

  await desk.click('U0DBA2');
  await desk.tend();
  expect((await desk.request()).state).toBe('approved');
});

it('does not let somebody decide who joined the group after the round was opened', async () => {
  const desk = await openRequest();
  desk.groups[dba] = ['U0LATE'];

  await desk.click('U0LATE');
  await desk.tend();

  expect((await desk.request()).decisions).toEqual([]);
  expect(desk.notes[0]?.text).toContain('joined the group after');
});

it('counts nobody while a group cannot be read, and goes on by itself when it can', async () => {
  const desk = await openRequest();
  await desk.click('U0DBA1');
  await desk.tend();
  desk.groups[dba] = 'unknown';
  await desk.click('U0SEC1');
  await desk.tend();
  expect((await desk.request()).state).toBe('pending');

  desk.groups[dba] = ['U0DBA1'];
  await desk.tend();

  expect((await desk.request()).state).toBe('approved');
});

it('does not open a round whose groups cannot be read', async () => {
  const desk = await openRequest();
  desk.groups[security] = 'unknown';
  await desk.plan('hash-2');

  expect(await desk.tend()).toMatchObject({ kind: 'later' });

  expect((await desk.request()).opened).toBeUndefined();
});

it('counts nothing of an earlier round, and says so to who clicks its card', async () => {
  const desk = await openRequest();
  await desk.click('U0DBA1');
  await desk.tend();
  await desk.plan('hash-2');
  await desk.tend();

  await desk.click('U0SEC1', 'approve', 1);
  await desk.tend();

  const { state, decisions } = await desk.request();
  expect({ state, decisions }).toEqual({ state: 'pending', decisions: [] });
  expect(desk.notes[0]?.text).toContain('newest card');
});

it('tells who comes too late that it is approved already', async () => {
  const desk = await openRequest();
  for (const person of ['U0DBA1', 'U0SEC1', 'U0DBA2']) await desk.click(person);

  await desk.tend();

  expect(desk.notes).toEqual([{ personId: 'U0DBA2', requestId, text: expect.stringContaining('already approved') }]);
  expect(await desk.applies()).toHaveLength(1);
});

it('is withdrawn by its requester alone; later clicks are answered', async () => {
  const desk = await openRequest();
  expect(await withdrawRequest(desk.as('U0DBA1'), { requestId })).toMatchObject({ kind: 'not-allowed' });

  expect(await withdrawRequest(desk.as('U0ANA'), { requestId })).toMatchObject({ kind: 'accepted' });
  await desk.click('U0DBA1');
  await desk.tend();

  expect((await desk.request()).state).toBe('withdrawn');
  expect(desk.notes[0]?.text).toContain('withdrawn');
  expect(await desk.store.read(pair)).toBeUndefined();
});

it.each([
  ['any one approver of the rule', 'U0DBA2', 'accepted'],
  ['the owner of the pool', 'U0OWNER', 'accepted'],
  ['its requester', 'U0ANA', 'accepted'],
  ['somebody else', 'U0EVE', 'not-allowed'],
])('is stopped by %s, or not, between the approval and the write', async (_, personId, kind) => {
  const desk = await openRequest();
  expect(await stopRequest(desk.as('U0DBA2'), await desk.request())).toMatchObject({ kind: 'refused' });
  for (const person of ['U0DBA1', 'U0SEC1']) await desk.click(person);
  await desk.tend();

  expect(await stopRequest(desk.as(personId), await desk.request())).toMatchObject({ kind });

  const isStopped = kind === 'accepted';
  const { state, outcome } = await desk.request();
  expect({ state, by: outcome?.by }).toEqual(
    isStopped ? { state: 'withdrawn', by: personId } : { state: 'approved', by: undefined },
  );
  const [apply] = await desk.applies();
  expect(apply?.fields.cancelledBy !== undefined).toBe(isStopped);
  expect((await desk.store.read(pair)) === undefined).toBe(isStopped);
});

it('is not withdrawn while it is being applied', async () => {
  const desk = await openRequest();
  for (const person of ['U0DBA1', 'U0SEC1']) await desk.click(person);
  await desk.tend();
  const grant = grantDocument({ pendingRequestId: requestId });
  await desk.store.commit({ records: [grantChange(grant, { absent: true })] });

  expect(await withdrawRequest(desk.as('U0ANA'), { requestId })).toMatchObject({ kind: 'refused' });

  expect((await desk.request()).state).toBe('approved');
});

it('expires when nobody decides, without being denied; a click after that counts for nothing', async () => {
  const desk = await openRequest();
  await desk.click('U0DBA1');
  await desk.tend();
  desk.time.nowMs += 24 * hourMs;
  await desk.click('U0SEC1');

  await desk.tend();

  expect((await desk.request()).state).toBe('expired');
  expect(desk.notes.at(-1)?.text).toContain('expired');
  expect(await desk.applies()).toEqual([]);
  expect(await desk.store.read(pair)).toBeUndefined();
});

it('expires when it was approved and not applied before its end', async () => {
  const desk = await openRequest();
  for (const person of ['U0DBA1', 'U0SEC1']) await desk.click(person);
  await desk.tend();
  desk.time.nowMs += 7 * 24 * hourMs;

  await desk.tend();

  expect((await desk.request()).state).toBe('expired');
});

it('reminds with growing waits, then tells the next group, who get no right to decide from that', async () => {
  const desk = await openRequest();
  const told: string[] = [];
  for (let minutes = 0; minutes < 12 * 60; minutes += 5) {
    desk.time.nowMs += 5 * 60_000;
    await desk.tend();
    for (const { personId } of desk.notes.splice(0)) told.push(`${personId} after ${minutes + 5}`);
  }

  expect(told.filter((line) => line.startsWith('U0DBA1'))).toEqual([
    'U0DBA1 after 15',
    'U0DBA1 after 75',
    'U0DBA1 after 315',
  ]);
  expect(told.filter((line) => line.startsWith('U0CALL1'))).toEqual(['U0CALL1 after 555']);
  await desk.click('U0CALL1');
  await desk.tend();
  expect((await desk.request()).decisions).toEqual([]);
});

it('is approved by the rule where that says so, as soon as it is planned', async () => {
  const desk = await openRequest();
  await desk.plan('hash-2', prodPolicy.rules[1]);

  await desk.tend();

  const { state, approved } = await desk.request();
  expect({ state, counted: approved?.counted }).toEqual({ state: 'approved', counted: [] });
  expect((await desk.audit()).find(({ what }) => what === 'request.approved')?.actor).toBe('system:policy');
});
