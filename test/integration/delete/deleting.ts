import { expect } from 'vitest';
import { deployments, pods } from '../../../emulators/kubernetes/resources.ts';
import type { Pool } from '../../../src/domain/pool.ts';
import { workloadPatch } from '../../../src/domain/workload-patch.ts';
import { poolOf } from '../../../src/store/pool-record.ts';
import { accessOn, approvals, readyPool } from '../../support/access.ts';
import { home } from '../../support/conversation.ts';
import { people, type ScenarioOptions, startScenario } from '../../support/scenario.ts';

const databases = [{ region: 'cn-beijing', tags: { env: 'prod' } }];
export const instanceId = 'rm-2zepayments';

/** A ready pool in two zones that may be let into databases. */
export async function startDeleting(options: ScenarioOptions = {}) {
  const { file = {}, ...rest } = options;
  const scenario = await startScenario({ file: { approvals, databases, ...file }, ...rest });
  const access = accessOn(scenario);
  const before = await readyPool(scenario);
  const running = (app: string): number =>
    scenario.prod.list(pods).filter((pod) => pod.metadata.labels?.app === app && pod.status.phase === 'Running').length;
  return {
    ...{ scenario, access, before },
    delete: (): Promise<string> => scenario.begin(people.ana, 'delete payments --confirm payments'),
    /** The pool's record, which outlives its name. */
    async pool(): Promise<Pool> {
      const record = await scenario.store.read(before.id);
      if (!record) throw new Error('no pool');
      return poolOf(record);
    },
    /** Pods of a Deployment that run in the pool; from another namespace they only tolerate its nodes. */
    async run(app: { name: string; namespace: string; replicas: number }): Promise<void> {
      const { prod } = scenario;
      const { name, namespace, replicas } = app;
      const { nodeSelector, tolerations } = workloadPatch(before);
      const where =
        namespace === 'payments'
          ? { nodeSelector, tolerations }
          : { nodeSelector: { 'egress-pool/pool': before.id }, tolerations: [{ operator: 'Exists' }] };
      const containers = [{ name, image: 'registry.example/app:1' }];
      prod.put(deployments, {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace } },
        spec: {
          replicas,
          selector: { matchLabels: { app: name } },
          template: { metadata: { labels: { app: name } }, spec: { ...where, containers } },
        },
      });
      await expect.poll(() => running(name), { timeout: 20_000 }).toBe(replicas);
    },
    stop: ({ name, namespace }: { name: string; namespace: string }) =>
      scenario.prod.delete(deployments, { namespace, name }),
    running,
    /** Presses a button under the operation's message; answers what the clicker is told, or what opens. */
    async press(userId: string, operationId: string, actionId: string): Promise<string> {
      const { slack } = scenario.world;
      const shown = () => {
        const message = scenario.progressOf(operationId);
        return message && JSON.stringify(message.blocks).includes(actionId) ? message : undefined;
      };
      const message = await slack.waitFor(shown, { timeoutMs: 10_000, what: `${actionId} of ${operationId}` });
      const before = scenario.privateAnswers(userId).length;
      await slack.as(userId).click({ channelId: home, messageTs: message.ts, actionId });
      const told = () => {
        const [view] = [...slack.state.views.values()].filter((one) => one.userId === userId);
        return scenario.privateAnswers(userId)[before] ?? (view && JSON.stringify(view));
      };
      return slack.waitFor(told, { timeoutMs: 5_000, what: 'an answer to the click' });
    },
    /** Nothing of the pool is left anywhere but these blocks, and its name can be taken again. */
    async expectGone(reservations: string[] = []): Promise<void> {
      expect((await this.pool()).state).toBe('gone');
      expect(scenario.leftovers('payments')).toEqual([]);
      expect(await scenario.pool('payments')).toBeUndefined();
      expect(await scenario.traces(before.vpcId)).toMatchObject({ pools: [], operations: [], reservations });
    },
  };
}

export type Deleting = Awaited<ReturnType<typeof startDeleting>>;
