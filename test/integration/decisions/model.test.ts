import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withdrawRequest } from '../../../src/use-cases/withdraw-request.ts';
import { openStore } from '../store/open-store.ts';
import { type Desk, dba, hourMs, openDesk, requestId, security } from './decision-desk.ts';

const people = ['U0ANA', 'U0DBA1', 'U0DBA2', 'U0SEC1', 'U0BOTH', 'U0EVE'];
const person = fc.constantFrom(...people);
const runs = Number(process.env.MODEL_RUNS ?? 2_000);

const action = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('click' as const), person, back: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deny' as const), person, back: fc.nat(1) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('tend' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('plan' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), person }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 12) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constant('regroup' as const), group: fc.constantFrom(dba, security) },
      members: fc.oneof(fc.subarray(people), fc.constant('unknown' as const)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ kind: fc.constant('standing' as const), person },
      standing: fc.constantFrom('counts' as const, 'guest' as const, 'deactivated' as const, 'unknown' as const),
    }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

it('never begins to apply unless eligible people of the open round satisfy the rule', {
  timeout: 170_000,
}, async () => {
  const { store, redis } = await openStore();
  const seed = Number(process.env.MODEL_SEED ?? Date.now() % 2 ** 31);
  process.stdout.write(`decisions model: seed ${seed}, ${runs} sequences\n`);
  let approvals = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 14 }), async (actions) => {
      await redis.flushdb();
      const desk = await openDesk({ store });
      await desk.pool();
      await desk.ask('U0ANA');
      await desk.plan();
      await desk.tend();
      const witness = createWitness(desk);
      for (const one of actions) await witness.act(one);
      approvals += witness.approvals();
    }),
    { seed, numRuns: runs },
  );
  // The sequences are worth something only if some of them lead to an approval.
  expect(approvals).toBeGreaterThan(runs / 100);
});

/** Does what a sequence says and holds each approval against what it has seen itself. */
function createWitness(desk: Desk) {
  let round = 1;
  let opened = structuredClone(desk.groups);
  let isOpen = true;
  let isClosed = false;
  let applies = 0;
  let clicks: { person: string; verdict: 'approve' | 'deny' }[] = [];
  const expiresAtMs = desk.time.nowMs + 24 * hourMs;

  const isEligible = (id: string, group: string) =>
    id !== 'U0ANA' &&
    (desk.standings[id] ?? 'counts') === 'counts' &&
    [opened[group], desk.groups[group]].every((members) => members !== 'unknown' && members?.includes(id));
  const approvers = (group: string) =>
    clicks.filter((one) => one.verdict === 'approve' && isEligible(one.person, group)).map((one) => one.person);
  const isSatisfied = () => approvers(dba).some((one) => approvers(security).some((other) => other !== one));

  async function look(): Promise<void> {
    const begun = (await desk.applies()).length;
    if (begun > applies) {
      expect(begun).toBe(applies + 1);
      expect(isClosed || desk.time.nowMs >= expiresAtMs).toBe(false);
      expect(isOpen && isSatisfied()).toBe(true);
      isClosed = true;
    }
    applies = begun;
  }

  async function tend(): Promise<void> {
    const isReadable = [dba, security].every((group) => desk.groups[group] !== 'unknown');
    if (!isOpen && isReadable) {
      opened = structuredClone(desk.groups);
      isOpen = true;
    }
    await desk.tend();
    await look();
    const { state } = await desk.request();
    if (['denied', 'expired', 'withdrawn'].includes(state)) isClosed = true;
  }

  async function act(one: Action): Promise<void> {
    switch (one.kind) {
      case 'tend':
        return tend();
      case 'click':
      case 'deny': {
        const verdict = one.kind === 'click' ? 'approve' : 'deny';
        const clicked = Math.max(1, round - one.back);
        await desk.click(one.person, verdict, clicked);
        if (clicked === round) clicks.push({ person: one.person, verdict });
        return look();
      }
      case 'plan': {
        if ((await desk.request()).state !== 'pending') return;
        await desk.plan(`hash-${round + 1}`);
        round += 1;
        isOpen = false;
        clicks = [];
        return;
      }
      case 'withdraw': {
        const answer = await withdrawRequest(desk.as(one.person), { requestId });
        if (one.person !== 'U0ANA') expect(answer.kind).not.toBe('accepted');
        if (answer.kind === 'accepted') isClosed = true;
        return;
      }
      case 'wait':
        desk.time.nowMs += one.hours * hourMs;
        return;
      case 'regroup':
        desk.groups[one.group] = one.members;
        return;
      case 'standing':
        desk.standings[one.person] = one.standing;
    }
  }

  return { act, approvals: () => applies };
}
