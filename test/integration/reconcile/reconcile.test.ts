import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { configMaps } from '../../../emulators/kubernetes/resources.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { cardsOf } from '../../support/cards.ts';
import { loseRedis, reconcile } from '../../support/reconciling.ts';
import { people, type Scenario, startScenario, worldSnapshot } from '../../support/scenario.ts';
import { serviceEnvironment } from '../../support/service-config.ts';

const cli = resolve(import.meta.dirname, '../../../src/cli.ts');
const instanceId = 'rm-2zepayments';
const dayMs = 86_400_000;
const timeoutMs = 25_000;

let scenario: Scenario;
afterEach(() => scenario.close());

async function granted() {
  scenario = await startScenario({ file: { approvals }, knowsClouds: true });
  const access = accessOn(scenario);
  const pool = await readyPool(scenario);
  const grant = await access.granted(pool, 30 * dayMs);
  const { databases } = scenario.world.alicloud;
  return { access, pool, grant, databases, entries: () => databases.entries(instanceId, grant.groupName) };
}

/** Of a record ConfigMap in the cluster, as somebody who may write to kube-system changes it. */
function editRecord(edit: (record: { grants: Record<string, unknown>[] }) => void): void {
  const about = { namespace: 'kube-system', name: 'egress-pool-record-payments' };
  const { data } = scenario.prod.get(configMaps, about) ?? {};
  const record = JSON.parse(data?.['record.json'] ?? '{}');
  edit(record);
  if (data) data['record.json'] = JSON.stringify(record);
}

/** As an operator types it in the worker's container, and what he answers. */
async function atCommandLine(answer: string, ...args: string[]) {
  const { world, redisUrl } = scenario;
  const folder = await mkdtemp(join(tmpdir(), 'egress-pool-cli-'));
  const kubeconfig = world.kubernetes.kubeconfig();
  const endpoints = { cloud: world.alicloud.url, slackApi: world.slack.apiUrl, kubeconfig };
  const { env, yaml } = serviceEnvironment({ world, redisUrl, endpoints, role: 'worker', file: { approvals } });
  const config = join(folder, 'egress-pool.yaml');
  await writeFile(config, yaml);
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
    const given = { env: { ...env, EGRESS_POOL_CONFIG: config } };
    const child = execFile(process.execPath, [cli, ...args], given, (_, stdout, stderr) =>
      done({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end(`${answer}\n`);
  });
}

test('after Redis was lost pools and grants are as before, nothing else is touched, and a revoke works', async () => {
  const { access, pool, grant, entries } = await granted();
  const [, before] = [await scenario.stopService(), entries()];
  const world = worldSnapshot(scenario);
  await loseRedis(scenario);
  expect(await scenario.pool('payments')).toBeUndefined();

  const inApprovals = (words: string) =>
    scenario.world.slack.waitForMessage(
      ({ channelId, text }) => channelId === 'C0APPROVE1' && text.includes(words) && text.includes('on record'),
      { timeoutMs },
    );
  expect((await inApprovals('Pools are running')).text).toMatch(/`payments`.*<!subteam\^S0PLATFORM>.*reconcile/);
  const typed = await atCommandLine('some other name', 'reconcile', '--apply');
  expect(typed).toMatchObject({ code: 1, stderr: '' });
  expect(typed.stdout).toMatch(/adopt +pool +payments[\s\S]*adopt +grant[\s\S]*Nothing was written/);
  const picture = await reconcile(scenario);

  expect(picture.rows.map(({ what, verdict, notes }) => [what, verdict, notes])).toEqual([
    ['pool', 'adopt', []],
    ['grant', 'adopt', []],
  ]);
  const { readyAtMs, vSwitches, changedBy: _, ...rest } = pool;
  expect(await scenario.pool('payments')).toMatchObject(rest);
  expect((await scenario.pool('payments'))?.vSwitches.map(({ cidrBlock, zoneId }) => [cidrBlock, zoneId])).toEqual(
    vSwitches.map(({ cidrBlock, zoneId }) => [cidrBlock, zoneId]),
  );
  const rebuilt = await access.grant(grant.id);
  expect(rebuilt).toMatchObject({
    ...{ state: 'active', endMs: grant.endMs, requesters: grant.requesters, reason: grant.reason },
    ...{ lastWritten: grant.lastWritten, firstApprovedAtMs: grant.firstApprovedAtMs },
    ...{ inForce: { approvers: grant.inForce?.approvers, planHash: grant.inForce?.planHash } },
  });
  const after = worldSnapshot(scenario);
  expect({ ...after, objects: [], writes: [] }).toEqual({ ...world, objects: [], writes: [] });
  expect(entries()).toEqual(before);

  await inApprovals('All pools');

  const again = await reconcile(scenario);
  expect(again.rows.map(({ verdict }) => verdict)).toEqual(['known', 'known']);
  expect(again).toMatchObject({ pools: [], grants: [], reviews: [] });

  // One approver of the rule, who neither asked for it nor owns the pool.
  expect(await scenario.say(people.sara, `revoke payments ${instanceId}`)).toContain('closed');
  await access.untilGrant(grant.id, 'ended');
  expect(entries()).toEqual(['127.0.0.1']);
});

test('a database whose record is lost is neither kept nor cut, until its approvers sign it again', async () => {
  const { access, grant, databases, entries } = await granted();
  const stood = entries();
  await scenario.stopService();
  const clone = databases.cloneInstance(instanceId);
  editRecord((record) => {
    record.grants = [];
  });
  await loseRedis(scenario);

  const picture = await reconcile(scenario);

  expect(picture.grants).toEqual([]);
  const found = picture.rows.flatMap(({ what, verdict, name }) => (what === 'pool' ? [] : [[what, verdict, name]]));
  expect(found.toSorted()).toEqual(
    [
      ['access', 'review', `payments to ${clone.id}`],
      ['access', 'review', `payments to ${instanceId}`],
    ].toSorted(),
  );
  await scenario.world.slack.waitForMessage(
    ({ channelId, text }) => channelId === 'C0APPROVE1' && text.includes(`/egress-pool allow payments ${instanceId}`),
    { timeoutMs },
  );
  expect(entries()).toEqual(stood);
  expect(databases.entries(clone.id, grant.groupName)).toEqual(stood);

  const cards = cardsOf(scenario);
  const asked = await cards.ask(`allow payments ${instanceId} --for 7d --reason "reads the ledger"`);
  const card = await cards.card(asked.id, 'please decide');
  for (const who of ['U02DAVID', people.sara]) await cards.click(who, card, 'request_approve');
  await access.untilGrant(asked.grantId, 'active');
  expect(entries()).toEqual(stood);
  await scenario.begin(people.olga, `revoke payments ${clone.id}`);
  await expect.poll(() => databases.entries(clone.id, grant.groupName), { timeout: timeoutMs }).toEqual(['127.0.0.1']);
  const closed = async () => (await scenario.audit()).filter(({ what }) => what === 'reconcile.review-closed').length;
  await expect.poll(closed, { timeout: timeoutMs }).toBe(2);
  expect(entries()).toEqual(stood);
});

test('a record that says more than was ever there is not believed, and another installation is not looked at', async () => {
  const { grant, entries } = await granted();
  const stood = entries();
  await scenario.stopService();
  editRecord(({ grants }) => {
    const [first = {}] = grants;
    const cidrs = [{ cidr: '10.0.0.0/8', vSwitchId: 'vsw-2zepods-h' }];
    Object.assign(first, { endMs: Date.now() + 400 * dayMs });
    grants.push({ ...first, grantId: 'freeze', instanceId: 'rm-2zelegacy' });
    grants.push({ ...first, grantId: 'grant-aaaaaaaaaaaa', instanceId: 'rm-2zeledger', endMs: grant.endMs, cidrs });
  });
  const config = { ...scenario.config, installation: 'another' };
  await loseRedis(scenario);

  expect((await reconcile({ ...scenario, config })).rows).toEqual([]);
  const picture = await reconcile(scenario);

  expect(picture.grants).toEqual([]);
  expect(picture.rows.filter(({ what }) => what === 'grant').map(({ verdict }) => verdict)).toEqual([
    'review',
    'review',
    'review',
  ]);
  expect(picture.reviews.map((review) => review.instanceId)).toEqual([instanceId]);
  expect(await scenario.store.read('freeze')).toBeUndefined();
  expect(entries()).toEqual(stood);
});
