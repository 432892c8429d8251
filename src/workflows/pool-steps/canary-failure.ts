import { TerminalError } from '../../domain/errors.ts';
import type { Kubernetes, Pod } from '../../kubernetes/kubernetes.ts';
import type { PoolTarget } from './pool-target.ts';

const pullReasons = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull']);
const brokenReasons = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'CrashLoopBackOff',
]);

/** Whether waiting longer cannot help. */
export function isHopeless(pod: Pod): boolean {
  const reason = pod.problem?.reason ?? '';
  return pod.phase === 'Failed' || pullReasons.has(reason) || brokenReasons.has(reason);
}

/** Why the canary did not start: an image that cannot be pulled is said to be that, and nothing about addresses. */
export async function describeCanaryFailure(
  kubernetes: Kubernetes,
  pod: Pod,
  target: PoolTarget,
): Promise<TerminalError> {
  const reason = pod.problem?.reason ?? pod.phase;
  const message = (pod.problem?.message ?? '').slice(0, 200);
  if (pullReasons.has(reason)) {
    return new TerminalError({
      code: 'CANARY_FAILED',
      publicText: `The canary image ${target.canary.image} could not be pulled on ${pod.nodeName ?? 'the node'} (${reason}: ${message}). The pool itself may be fine: correct canary.image in the configuration or give the nodes access to the registry, then retry.`,
    });
  }
  const events = await kubernetes.listEvents({ kind: 'Pod', name: pod.name, namespace: pod.namespace });
  const warning = events.find(({ type }) => type === 'Warning');
  return new TerminalError({
    code: 'CANARY_FAILED',
    publicText: `The canary pod ${pod.name} did not start (${reason}${message ? `: ${message}` : ''}).${warning ? ` Last warning: ${warning.reason}: ${warning.message.slice(0, 200)}.` : ''} Look at the namespace ${target.canary.namespace}, then retry.`,
  });
}
