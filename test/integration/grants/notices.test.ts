import { afterEach, expect, test } from 'vitest';
import { deployments, pods } from '../../../emulators/kubernetes/resources.ts';
import { workloadPatch } from '../../../src/domain/workload-patch.ts';
import { accessOn, approvals } from '../../support/access.ts';
import { approvalsChannel, cardsOf } from '../../support/cards.ts';
import { home } from '../../support/conversation.ts';
import { people, type Scenario, startScenario } from '../../support/scenario.ts';

const instanceId = 'rm-2zepayments';
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const [prod, ...others] = approvals.rules;

let scenario: Scenario;
afterEach(() => scenario.close());

async function granted(duration: Parameters<ReturnType<typeof accessOn>['ask']>[1], rule: object = {}) {
  const policy = { ...approvals, rules: [{ ...prod, ...rule }, ...others] };
  scenario = await startScenario({ file: { approvals: policy } });
  const create =
    'create payments --pods 20 --cluster prod --zones cn-beijing-h,cn-beijing-g --namespaces payments --owner S0PLATFORM';
  await scenario.until(await scenario.begin(people.ana, create), 'done');
  await deploy();
  const pool = await scenario.pool('payments');
  if (!pool) throw new Error('no pool');
  const access = accessOn(scenario);
  const asked = await access.ask(pool, duration);
  await access.approve(asked.id);
  const grant = await access.applied(asked.id);
  return { access, grant, cards: cardsOf(scenario), databases: scenario.world.alicloud.databases };
}

/** Two pods of the pool's namespace that run on its nodes, and one that does not. */
async function deploy(): Promise<void> {
  const put = (name: string, replicas: number, spec: object) =>
    scenario.prod.put(deployments, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'payments' },
      spec: {
        replicas,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name, image: 'acme/api:1' }], ...spec },
        },
      },
    });
  put('api', 2, workloadPatch({ name: 'payments', configMapName: 'eni-config-payments' }));
  put('other', 1, {});
  const running = () => scenario.prod.list(pods, 'payments').filter(({ status }) => status?.podIP).length;
  await expect.poll(running, { timeout: 10_000 }).toBe(3);
}

const limited = (durationMs: number) => ({ duration: { kind: 'limited' as const, durationMs } });
const audited = async (what: string) => (await scenario.audit()).filter((entry) => entry.what === what);

test('before its end, owner, requester and thread are told how many pods still run, and one click ends it', async () => {
  const { access, grant, cards, databases } = await granted(limited(7 * dayMs + 10 * minuteMs));
  expect(databases.entries(instanceId, grant.groupName)).toHaveLength(2);

  const inThread = await cards.shown(home, 'ends at');
  const inPrivate = await cards.direct(people.ana, 'ends at');

  expect(inThread.threadTs).toBeDefined();
  expect(inThread.text).toContain(`<!subteam^S0PLATFORM> <@${people.ana}>`);
  expect(inThread.text).toContain('*2 pods* still run here');
  expect(inPrivate.text).toContain('*2 pods* still run here');
  expect(JSON.stringify(inPrivate.blocks)).toContain('grant_extend');

  await cards.click(people.stan, inThread, 'grant_end_early');
  await cards.told(people.stan, 'not among those');
  await cards.click(people.stan, inThread, 'grant_revoke');
  await expect.poll(async () => (await audited('action.refused')).length).toBe(2);
  expect((await access.grant(grant.id)).state).toBe('active');

  await cards.click(people.ana, inPrivate, 'grant_end_early');
  await cards.told(people.ana, 'is being closed');
  expect(await access.untilGrant(grant.id, 'ended')).toMatchObject({ endCause: 'ended early by who asked for it' });
  expect(databases.entries(instanceId, grant.groupName)).toEqual(['127.0.0.1']);
  await cards.direct(people.ana, 'connections that were open may survive');
});

test('a standing grant is reviewed by an approver alone; nobody answering escalates and closes nothing', async () => {
  const rule = { standing: { reviewEvery: '1h' }, escalateTo: 'S0PLATFORM' };
  const { access, grant, cards, databases } = await granted({ duration: { kind: 'standing' } }, rule);
  const asked = await cards.shown(approvalsChannel, 'waits for its review');
  expect(asked.text).toContain('<!subteam^S0DBA0001> <!subteam^S0SEC0001>');
  expect(asked.text).toContain('*2 pods* still run here');

  const again = await cards.shown(approvalsChannel, /<!subteam\^S0PLATFORM> .*still waits/);
  expect(again.threadTs).toBe(asked.ts);
  for (const who of [people.ana, people.stan]) {
    await cards.click(who, asked, 'grant_keep');
    await cards.told(who, ':no_entry:');
  }
  await cards.click(people.sara, asked, 'grant_keep');
  await cards.told(people.sara, 'stays open');

  expect(await audited('grant.reviewed')).toMatchObject([{ actor: expect.stringContaining(people.sara) }]);
  await cards.shown(approvalsChannel, 'was reviewed at');
  expect((await access.grant(grant.id)).state).toBe('active');
  expect(databases.entries(instanceId, grant.groupName)).toHaveLength(2);
});

test('what should be closed and is not is loud until it is, and then says so', async () => {
  const { access, grant, cards, databases } = await granted(limited(30 * dayMs));
  databases.setStatus(instanceId, { status: 'Restoring', forMs: 60 * minuteMs });
  await access.revoke(grant.id);

  const alarm = await cards.shown(approvalsChannel, '*OVERDUE*');
  expect(alarm.text).toContain('<!subteam^S0PLATFORM> <!subteam^S0DBA0001>');
  const again = await cards.shown(approvalsChannel, 'still not proven closed');
  expect(again.threadTs).toBe(alarm.ts);
  await cards.direct(people.ana, '*overdue*');

  await access.untilGrant(grant.id, 'ended');
  await cards.shown(approvalsChannel, 'was overdue and is closed now');
  expect(databases.entries(instanceId, grant.groupName)).toEqual(['127.0.0.1']);
});
