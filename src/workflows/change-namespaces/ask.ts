import type { Grant } from '../../domain/grants/grant.ts';
import { letsMoreIn, type NamespaceChange } from '../../domain/namespace-change.ts';
import type { Operation } from '../../domain/operation.ts';
import { confirmationAsked } from '../grant-steps/confirmation-asked.ts';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { readChange, stopChange } from './read-change.ts';
import { closeRequests, requestIdFor, type Standing, standingOf } from './requests-of-change.ts';

/** Asks the approvers of a grant about the change, in the name of whoever wants it. */
export type AskApprovers = (request: {
  grant: Grant;
  operation: Operation;
  change: NamespaceChange;
  requestId: string;
}) => Promise<'asked' | 'busy'>;

/** Longer than any request: how long people have is decided by the policy. */
const deadlineMs = 400 * 24 * 60 * 60_000;

/**
 * Before anybody more is let in: a request on every grant of the pool, and all of them approved. Holds nothing meanwhile;
 * the pool stays as it is. What only takes namespaces out asks nobody.
 */
export function askStep(
  deps: WorkflowDeps,
  askApprovers: AskApprovers,
  { name, needs }: { name: string; needs: string[] },
): Step {
  return {
    name,
    title: 'Approvers of open databases asked',
    needs,
    leadsOn: true,
    deadlineMs,
    async ensure(context) {
      const { change, pool, grants } = await readChange(deps, context.operation);
      const applying = grants.find(({ state }) => state === 'applying');
      if (!letsMoreIn(pool.namespaces, change)) {
        return applying ? waiting(`what is being written to ${applying.instanceId}`, context.startedAtMs) : done({});
      }
      const standings = await Promise.all(
        grants.map(async (grant) => ({ grant, standing: await standingOf(deps, grant, context) })),
      );
      demandNoRefusal(standings);
      const toAsk = standings.filter(({ standing }) => standing.kind === 'to-ask');
      const asked: string[] = [];
      for (const { grant } of toAsk) asked.push(await ask(askApprovers, context, { grant, change }));
      const waits = standings.flatMap(({ standing }) => (standing.kind === 'waits' ? [standing.for] : []));
      if (waits.length + asked.length > 0) return waiting([...waits, ...asked].join('; '), context.startedAtMs);
      const approved = standings.flatMap(({ standing }) => (standing.kind === 'approved' ? [standing.request] : []));
      return done(
        { approvedFor: grants.map(({ instanceId }) => instanceId) },
        { also: confirmationAsked(context, approved) },
      );
    },
    tidy: ({ operation }) => closeRequests(deps, operation),
    async undo({ operation }) {
      await closeRequests(deps, operation);
      return done({});
    },
  };
}

/** Answers what is waited for then, in words. */
async function ask(
  askApprovers: AskApprovers,
  context: StepContext,
  { grant, change }: { grant: Grant; change: NamespaceChange },
): Promise<string> {
  await context.fence();
  const requestId = requestIdFor(context, grant);
  const answer = await askApprovers({ grant, operation: context.operation, change, requestId });
  return answer === 'asked' ? `the approvers of ${grant.instanceId}` : `what else is asked about ${grant.instanceId}`;
}

function demandNoRefusal(standings: { grant: Grant; standing: Standing }[]): void {
  const refused = standings.flatMap(({ grant, standing }) =>
    standing.kind === 'refused' ? [{ grant, standing }] : [],
  );
  const [first] = refused;
  if (!first) return;
  const { poolName, instanceId } = first.grant;
  const said = refused.map((one) => `${one.grant.instanceId} (${one.standing.request.state}: ${one.standing.why})`);
  throw stopChange(
    `Not everybody agreed: ${said.join('; ')}. The pool is for the same namespaces as before, and access that was open stays as it was. Close that database first with /egress-pool revoke ${poolName} ${instanceId} and retry, or roll this back and leave the namespace out.`,
  );
}
