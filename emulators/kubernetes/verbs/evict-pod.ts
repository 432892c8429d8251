import { originOf } from '../admission/origin.ts';
import { attributesOf } from '../admission/policies/attributes.ts';
import { evaluatePolicies } from '../admission/policies/evaluate-policies.ts';
import { ApiError } from '../api-error.ts';
import { type ApiAnswer, type ApiRequest, isDryRun } from '../api-request.ts';
import type { Cluster } from '../cluster.ts';
import { isJsonObject } from '../manifest.ts';
import { podDisruptionBudgets, pods } from '../resources.ts';
import { matchesLabelSelector } from '../selectors.ts';
import type { Pod, PodDisruptionBudget } from '../workload-manifests.ts';
import { refOf } from './change-object.ts';
import { deletePod } from './delete-object.ts';

/** `POST pods/<name>/eviction`: deletes the pod unless a disruption budget forbids it (429). */
export function evictPod(request: ApiRequest): ApiAnswer {
  const { cluster } = request;
  const pod = cluster.store.get(pods, refOf(request));
  judgeEviction(request, pod);
  const budgets = cluster.store
    .list(podDisruptionBudgets, pod.metadata.namespace)
    .filter((budget) => matchesLabelSelector(budget.spec.selector, pod.metadata.labels ?? {}));
  for (const budget of budgets) if (isReady(pod)) requireBudget(cluster, budget);
  const body = isJsonObject(request.body) && isJsonObject(request.body.deleteOptions) ? request.body.deleteOptions : {};
  const grace = body.gracePeriodSeconds === undefined ? {} : { graceSeconds: Number(body.gracePeriodSeconds) };
  if (!isDryRun(request)) deletePod(cluster, { ...refOf(request), ...grace });
  return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

/** Admission sees an eviction as the creation of a subresource of the pod. */
function judgeEviction(request: ApiRequest, pod: Pod): void {
  const { name, namespace = 'default' } = pod.metadata;
  const object = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  const subresource = 'eviction';
  const write = { resource: pods, subresource, object, previous: undefined, origin: originOf(request) };
  evaluatePolicies(request.cluster, attributesOf(request.cluster, write));
}

function requireBudget(cluster: Cluster, budget: PodDisruptionBudget): void {
  const covered = cluster.store
    .list(pods, budget.metadata.namespace)
    .filter((pod) => matchesLabelSelector(budget.spec.selector, pod.metadata.labels ?? {}));
  const healthy = covered.filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined).length;
  const needed = neededOf(budget, covered.length);
  if (healthy > needed) return;
  const { name } = budget.metadata;
  const message = `The disruption budget ${name} needs ${needed} healthy pods and has ${healthy} currently`;
  throw new ApiError({
    code: 429,
    reason: 'TooManyRequests',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: { causes: [{ reason: 'DisruptionBudget', message }] },
  });
}

function neededOf(budget: PodDisruptionBudget, total: number): number {
  const { minAvailable, maxUnavailable } = budget.spec;
  if (minAvailable !== undefined) return amountOf(minAvailable, total);
  return Math.max(0, total - amountOf(maxUnavailable ?? 0, total));
}

function amountOf(value: number | string, total: number): number {
  if (typeof value === 'number') return value;
  return Math.ceil((Number.parseInt(value, 10) / 100) * total);
}

function isReady(pod: Pod): boolean {
  return (pod.status.conditions ?? []).some((one) => one.type === 'Ready' && one.status === 'True');
}
