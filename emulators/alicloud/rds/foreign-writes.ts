import type { Call } from '../journal.ts';

/**
 * The whitelist writes in a journal that nobody should have sent: to a group whose name does not match, or to an
 * instance that is not named. Refused ones are among them, since asking is bad enough.
 */
export function foreignWrites(journal: Call[], o: { groupPattern: RegExp; instanceIds: Iterable<string> }): Call[] {
  const inScope = new Set(o.instanceIds);
  return journal.filter(({ name, parameters }) => {
    if (name !== 'rds:ModifySecurityIps') return false;
    const group = String(parameters.DBInstanceIPArrayName ?? 'default');
    const touched = [parameters.DBInstanceId, ...String(parameters.FreshWhiteListReadins ?? '').split(',')];
    const ids = touched.map((id) => String(id ?? '')).filter((id) => id !== '');
    return !o.groupPattern.test(group) || ids.length === 0 || ids.some((id) => !inScope.has(id));
  });
}
