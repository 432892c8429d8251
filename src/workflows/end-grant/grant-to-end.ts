import type { Grant } from '../../domain/grants/grant.ts';
import type { Operation } from '../../domain/operation.ts';
import { endInputOf, readGrant } from '../grant-steps/read-grant-documents.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';

/** The grant that an operation ends, as it is now. */
export async function grantToEnd(deps: WorkflowDeps, operation: Operation): Promise<Grant> {
  const { grantId } = endInputOf(operation);
  const grant = await readGrant(deps, grantId);
  if (!grant) throw new Error(`there is no grant ${grantId}`);
  return grant;
}
