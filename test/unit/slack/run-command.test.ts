import { expect, it } from 'vitest';
import { RetryableError } from '../../../src/domain/errors.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { runCommand } from '../../../src/slack/commands/run-command.ts';
import type { UseCaseContext } from '../../../src/use-cases/context.ts';
import { approvalPolicy } from '../../support/approval-policy.ts';

const unavailable = () =>
  Promise.reject(new RetryableError({ code: 'STORE_UNAVAILABLE', publicText: 'Redis did not answer in time.' }));
const hanging = () => new Promise<never>(() => undefined);

function ask(text: string, answer: () => Promise<never>) {
  const store: UseCaseContext['store'] = {
    commit: answer,
    read: answer,
    readMany: answer,
    readIndex: answer,
    readLock: answer,
    readDue: answer,
    readEpoch: answer,
    takeWake: answer,
    readInventory: answer,
    writeInventory: answer,
    writeCapacity: answer,
    readCapacity: answer,
    writeCapacityPods: answer,
    readCapacityPods: answer,
    readAudit: answer,
    readAuditBack: answer,
    readAuditHead: answer,
  };
  const ctx: UseCaseContext = {
    actor: { kind: 'slack-user', userId: 'U1', teamId: 'T1' },
    store,
    queues: { enqueue: async () => undefined, promote: async () => undefined, close: async () => undefined },
    clock: createClock(),
    people: { isOneOf: () => 'yes', memberships: () => ({}) },
    settings: {
      installation: 'test',
      clusters: [{ name: 'prod', clusterId: 'c1', regionId: 'r1', defaultNodes: 2, instanceTypes: [] }],
      requesters: ['U1'],
      operators: [],
      policy: approvalPolicy(),
      scopes: [],
    },
    inventory: () => undefined,
  };
  const request = { ctx, userId: 'U1', channelId: 'C1', operationId: 'op-abcdefghjkmn' };
  return runCommand({ log: createLogger({ level: 'silent' }) }, request, text);
}

it.each([
  ['create payments --pods 40', 'op-abcdefghjkmn'],
  ['retry op-zzzzzzzzzzzz', 'op-zzzzzzzzzzzz'],
])('says of %j that it is not known whether it was taken, and how to check', async (text, id) => {
  const { message } = await ask(text, unavailable);

  expect(message?.text).toContain('not known whether your request was taken');
  expect(message?.text).toContain(`/egress-pool status ${id}`);
});

it('answers within the three seconds that Slack gives when the store hangs', async () => {
  const startedMs = performance.now();

  const { message } = await ask('create payments --pods 40', hanging);

  expect(message?.text).toContain('not known');
  expect(performance.now() - startedMs).toBeLessThan(2_800);
});

it('says that a read failed and changed nothing', async () => {
  expect((await ask('list', unavailable)).message?.text).toContain('nothing was changed');
});
