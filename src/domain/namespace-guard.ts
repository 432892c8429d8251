import { poolSelector, type SelectedPool } from './pool-network.ts';

/** What keeps pods of other namespaces from naming a pool, as CEL for a ValidatingAdmissionPolicy on pods. */
export interface NamespaceGuard {
  /** Of the policy and of its binding. */
  name: string;
  /** Which pods it is about. */
  condition: string;
  /** Each must hold for them. */
  validations: { expression: string; message: string }[];
}

export interface GuardedPool extends SelectedPool {
  namespaces: readonly string[];
  /** Where the canary pods run. */
  canaryNamespace: string;
}

/**
 * The rule of DESIGN promise 11. Denied are pods outside the pool's namespaces that *name* it: a toleration with its
 * key, a node selector or node affinity on its label. A toleration without a key names nothing, so DaemonSets with
 * blanket tolerations still start; which nodes a `nodeName` may name cannot be known here, and the NoExecute taint
 * covers it.
 */
export function namespaceGuard(pool: GuardedPool): NamespaceGuard {
  const allowed = [...new Set([...pool.namespaces, 'kube-system', pool.canaryNamespace])].sort();
  const selector = poolSelector(pool);
  // What a pod named before the guard was there, or before its namespace was taken out, must not block its updates.
  const rule = (names: (pod: string) => string, what: string) => ({
    expression: `!(${names('object')}) || (request.operation == 'UPDATE' && ${names('oldObject')})`,
    message: `${what} egress pool ${pool.name}, which is for the namespaces ${pool.namespaces.join(', ')}`,
  });
  return {
    name: namespaceGuardName(pool.name),
    condition: `!(request.namespace in [${allowed.map(literal).join(', ')}])`,
    validations: [
      rule((object) => toleratesPool(object, pool.name), 'tolerates the taint of'),
      rule((object) => selectsPool(object, selector), 'selects the nodes of'),
      rule((object) => hasAffinity(object, selector), 'has an affinity to the nodes of'),
    ],
  };
}

/** The name of a pool's admission policy and of its binding. */
export function namespaceGuardName(poolName: string): string {
  return `egress-pool-${poolName}`;
}

/** Whether a policy as just read says what a guard says; messages do not count. */
export function isSameGuard(left: GuardRules, right: GuardRules): boolean {
  const rules = ({ condition, validations }: GuardRules) => [condition, ...validations.map((one) => one.expression)];
  return rules(left).join('\n') === rules(right).join('\n');
}

type Selector = ReturnType<typeof poolSelector>;
type GuardRules = Pick<NamespaceGuard, 'condition' | 'validations'>;

function toleratesPool(object: string, poolName: string): string {
  const all = `${object}.spec.tolerations`;
  const isExists = "has(t.operator) && t.operator == 'Exists'";
  const isValue = `has(t.value) && t.value == ${literal(poolName)}`;
  return `(has(${all}) && ${all}.exists(t, has(t.key) && t.key == 'egress-pool' && ((${isExists}) || (${isValue}))))`;
}

function selectsPool(object: string, { key, value }: Selector): string {
  const all = `${object}.spec.nodeSelector`;
  const label = literal(key);
  return `(has(${all}) && ${label} in ${all} && ${all}[${label}] == ${literal(value)})`;
}

function hasAffinity(object: string, { key, value }: Selector): string {
  const affinity = `${object}.spec.affinity.nodeAffinity`;
  const required = `${affinity}.requiredDuringSchedulingIgnoredDuringExecution`;
  const preferred = `${affinity}.preferredDuringSchedulingIgnoredDuringExecution`;
  const isIn = `e.operator == 'In' && has(e.values) && ${literal(value)} in e.values`;
  const names = `e.key == ${literal(key)} && (e.operator == 'Exists' || (${isIn}))`;
  const inTerm = (term: string) => `has(${term}.matchExpressions) && ${term}.matchExpressions.exists(e, ${names})`;
  const isRequired = `has(${required}) && ${required}.nodeSelectorTerms.exists(n, ${inTerm('n')})`;
  const isPreferred = `has(${preferred}) && ${preferred}.exists(p, ${inTerm('p.preference')})`;
  return `(has(${object}.spec.affinity) && has(${affinity}) && ((${isRequired}) || (${isPreferred})))`;
}

/** A CEL string literal; names are DNS labels, so there is nothing to escape. */
function literal(value: string): string {
  return `'${value}'`;
}
