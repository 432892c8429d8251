import type { DatabaseDetail } from '../../cloud/databases.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { rdsOf } from './read-databases.ts';

/** The instances that cannot be written to now, for people; those that do not exist any more are left out. */
export async function notRunning(
  deps: WorkflowDeps,
  { regionId, instanceIds }: { regionId: string; instanceIds: readonly string[] },
): Promise<string[]> {
  const rds = rdsOf(deps, regionId);
  const details = await Promise.all(instanceIds.map((id) => rds.readInstance(id)));
  return describeNotRunning(details.filter((detail) => detail !== undefined));
}

export function describeNotRunning(details: readonly Pick<DatabaseDetail, 'instanceId' | 'status'>[]): string[] {
  return details.filter(({ status }) => status !== 'Running').map((one) => `${one.instanceId} (now ${one.status})`);
}
