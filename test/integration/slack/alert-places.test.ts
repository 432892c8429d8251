import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertZone } from '../../../src/domain/capacity/alert.ts';
import { nextAlert } from '../../../src/domain/capacity/next-alert.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import { messageId } from '../../../src/notify/notify.ts';
import { alertChange } from '../../../src/store/alert-record.ts';
import { poolChange } from '../../../src/store/pool-record.ts';
import { channels, people, type SlackEdge, startSlackEdge } from './start-slack-edge.ts';

let edge: SlackEdge;
beforeEach(async () => {
  edge = await startSlackEdge();
});
afterEach(() => edge.close());

const zone: AlertZone = {
  ...{ zoneId: 'cn-beijing-h', level: 'warn', sinceMs: 1, usage: 0.9, used: 9, morePods: 1 },
  ...{ bitesFirst: 'address', forecast: { kind: 'unknown' } },
};

/** The alert of a pool that belongs to the group is told as far as it can be. */
async function alertOf(name: string, ownerGroup: string): Promise<void> {
  const pool: Pool = {
    ...{ id: `pool-${name.padEnd(12, 'a')}`, name, state: 'ready', clusterName: 'prod', clusterId: 'c1' },
    ...{ regionId: 'cn-beijing', vpcId: 'vpc-1', expectedPods: 10, nodes: { min: 2, max: 2 }, instanceTypes: [] },
    ...{ vSwitches: [], configMapName: `eni-config-${name}`, nodePoolId: undefined, namespaces: [name] },
    ...{ namespacesEnforced: true, createdAtMs: 1, readyAtMs: 1, reviewAtMs: undefined, operationId: `op-${name}` },
    ...{ ownerGroup, requestedBy: { kind: 'slack-user', userId: people.ana, teamId: 'T0ACME0001' } },
  };
  const alert = nextAlert({ alert: undefined, pool, zones: [zone], nowMs: Date.now() });
  if (!alert) throw new Error('no alert');
  await edge.store.commit({ records: [poolChange(pool, { absent: true }), alertChange(alert)] });
  await expect
    .poll(async () => (await edge.secondOutbox(messageId(alert.id))).kind, { timeout: 10_000 })
    .toBe('finished');
}

test.each([
  ['an owner with a channel of its own', 'payments', 'S0TEAM0001', channels.owners],
  ['an owner in whose channel the bot is not', 'orders', 'S0ELSE0001', channels.team],
  ['any other owner', 'ledger', 'S0OTHER001', channels.team],
])('an alert of a pool of %s is told in one channel', async (_, name, owner, channelId) => {
  await alertOf(name, owner);

  const told = edge.slack.state.messages.filter(({ text, threadTs }) => text.includes(`\`${name}\``) && !threadTs);
  expect(told.map((one) => one.channelId)).toEqual([channelId]);
  const inThread = edge.slack.state.messages.filter(({ threadTs }) => threadTs === told[0]?.ts);
  expect(inThread.map((one) => one.channelId)).toEqual([channelId]);
});
