import { z } from 'zod';
import type { Operation } from '../../domain/operation.ts';
import { awaitWritableStep } from '../end-grant/await-writable.ts';
import { settleStep } from '../end-grant/settle.ts';
import { liveGrantsOf } from '../grant-consents/live-grants.ts';
import { type Narrowing, narrowGrantStep, narrowingOf, proveNarrowedStep } from '../grant-steps/narrow-grant.ts';
import { cidrsOf } from '../grant-steps/our-entries.ts';
import { done, type Step } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { atStage, changePoolVSwitches } from './change-pool-vswitches.ts';

interface Leaving {
  /** Before the names of the steps. */
  prefix: '' | 'back-';
  /** Nothing has an address of them any more. */
  cidrs: readonly string[];
  needs: string[];
}

const noted = z.object({ grants: z.array(z.object({ grantId: z.string(), instanceId: z.string() })) });

/**
 * Takes what leaves out of the whitelist of every database that admits it; that needs nobody's approval. First the pool
 * says that it has left, so that no database is opened to it any more; only then it is looked up who admits it.
 */
export function narrowGrantsSteps(deps: WorkflowDeps, operation: Operation, leaving: Leaving): Step[] {
  const { prefix, cidrs } = leaving;
  const named = (what: string) => `${prefix}${what}`;
  const notes = operation.steps.find(({ name }) => name === named('admitting'))?.record.notes;
  const grants = noted.safeParse(notes).data?.grants ?? [];
  const perGrant = grants.map((grant) => stepsOfGrant(deps, named, { ...grant, cidrs }));
  const removes = perGrant.map(({ narrow }) => narrow);
  const settle = named('narrow-settle');
  return [
    leaveStep(deps, { ...leaving, name: named('left') }),
    listAdmittingStep(deps, { ...leaving, name: named('admitting'), needs: [named('left')] }),
    ...perGrant.map(({ writable }) => writable),
    ...removes,
    ...(removes.length > 0 ? [settleStep(deps, { name: settle, needs: removes.map(({ name }) => name) })] : []),
    ...grants.map((grant) =>
      proveNarrowedStep(deps, { name: named(`narrow-proof-${grant.grantId}`), needs: [settle], ...grant, cidrs }),
    ),
  ];
}

/** Each grant for itself: none waits for the database of another one. */
function stepsOfGrant(deps: WorkflowDeps, named: (what: string) => string, narrowing: Narrowing) {
  const { grantId } = narrowing;
  const removalOf = narrowingOf(deps, narrowing);
  const name = named(`narrow-writable-${grantId}`);
  const { leadsOn: _, ...writable } = awaitWritableStep(deps, { name, needs: [named('admitting')], removalOf });
  const narrow = narrowGrantStep(deps, { name: named(`narrow-${grantId}`), needs: [name], ...narrowing });
  return { writable, narrow };
}

function leaveStep(deps: WorkflowDeps, step: Leaving & { name: string }): Step {
  const { name, needs, cidrs } = step;
  return {
    ...{ name, needs, title: 'No database is opened any more to what leaves' },
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const also = await changePoolVSwitches(deps, context, (vSwitches) =>
        atStage(vSwitches, { cidrBlocks: cidrs, stage: 'left' }),
      );
      return done({}, { also });
    },
  };
}

function listAdmittingStep(deps: WorkflowDeps, step: Leaving & { name: string }): Step {
  const { name, needs, cidrs } = step;
  return {
    ...{ name, needs, title: 'Databases that admit what leaves' },
    leadsOn: true,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const live = await liveGrantsOf(deps, context.operation.poolId);
      const holding = live.filter((grant) => cidrsOf(grant).some((cidr) => cidrs.includes(cidr)));
      const grants = holding.map(({ id, instanceId }) => ({ grantId: id, instanceId }));
      await context.note({ grants });
      return done({ databases: grants.map(({ instanceId }) => instanceId) });
    },
  };
}
