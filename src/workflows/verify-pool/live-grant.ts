import { z } from 'zod';
import type { Grant } from '../../domain/grants/grant.ts';
import type { Operation } from '../../domain/operation.ts';
import { pairRecordId } from '../../store/access-records.ts';
import { poolOf } from '../../store/pool-record.ts';
import { type ProofSubject, proveConnectionStep } from '../grant-steps/prove-connection.ts';
import { readGrant } from '../grant-steps/read-grant-documents.ts';
import { done, type Step, type StepContext } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

const stepName = 'grant';
const grantFacts = z.object({ grantId: z.string() });

/** Looks whether a grant lets the pool into the database now; without one there is nothing to connect to. */
export function findGrantStep(deps: WorkflowDeps, instanceId: string): Step {
  return {
    name: stepName,
    title: 'Live grant looked up',
    needs: ['pool'],
    leadsOn: true,
    deadlineMs: 5 * 60_000,
    async ensure({ operation }) {
      const { poolId } = operation;
      const pair = await deps.store.read(pairRecordId({ poolId, instanceId }));
      const grant = pair?.fields.grant === undefined ? undefined : await readGrant(deps, pair.fields.grant);
      return done(isLive(grant) ? { grantId: grant.id } : { noGrantFor: instanceId });
    },
  };
}

/** One for each zone, after its canary, if a live grant was found. */
export function connectionSteps(deps: WorkflowDeps, operation: Operation, zones: string[]): Step[] {
  const facts = operation.steps.find(({ name }) => name === stepName)?.record.facts;
  const found = grantFacts.safeParse(facts);
  if (!found.success) return [];
  const { grantId } = found.data;
  const subject = (context: StepContext) => subjectOf(deps, context, grantId);
  return zones.map((zoneId) => proveConnectionStep(deps, { zoneId, needs: [`canary-${zoneId}`], subject }));
}

async function subjectOf(deps: WorkflowDeps, { operation }: StepContext, grantId: string): Promise<ProofSubject> {
  const [record, grant] = await Promise.all([deps.store.read(operation.poolId), readGrant(deps, grantId)]);
  if (!record) throw new Error(`there is no pool ${operation.poolId}`);
  return { pool: poolOf(record), grant: isLive(grant) ? grant : 'the access has ended meanwhile' };
}

function isLive(grant: Grant | undefined): grant is Grant {
  return grant?.state === 'active' && grant.inForce !== undefined;
}
