import { TerminalError } from '../../domain/errors.ts';
import { canaryNameOf } from '../../domain/names.ts';
import { done, type Step, type StepContext, waiting } from '../runner/workflow.ts';
import type { WorkflowDeps } from '../workflow-deps.ts';
import { describeCanaryFailure, isHopeless } from './canary-failure.ts';
import { canaryPodFor, lookOrCreatePod } from './canary-pod.ts';
import { kubernetesOf, type PoolTarget } from './pool-target.ts';
import { proveCanary } from './prove-canary.ts';

interface CanaryRequest {
  zoneId: string;
  needs: string[];
  target: (context: StepContext) => PoolTarget;
  /** Where it has to run because it gives addresses of this vSwitch alone: then it proves that one and no other. */
  pin?: (context: StepContext) => { nodeName: string; vSwitchId: string } | undefined;
  /** One node that it is to prove, in a step of its own. */
  on?: { stepName: string; nodeName: string; instanceId: string };
}

/**
 * Starts a canary pod in a zone the way a workload would, and demands that its address is inside a vSwitch of the pool
 * in that zone (DESIGN promise 4). The pod is always deleted again, also when the step fails or is stopped.
 */
export function canaryStep(deps: WorkflowDeps, request: CanaryRequest): Step {
  const podOf = (context: StepContext, target: PoolTarget) => {
    const { zoneId, pin, on } = request;
    const { id: operationId } = context.operation;
    const name = canaryNameOf(target.marker.poolName, on?.instanceId ?? zoneId, operationId);
    const place = { ...target, network: target.plugin.network };
    return canaryPodFor(place, { name, zoneId, operationId, onNode: on?.nodeName ?? pin?.(context)?.nodeName });
  };
  const remove = async (context: StepContext) => {
    const target = request.target(context);
    const pod = podOf(context, target);
    await kubernetesOf(deps, target.clusterName).deletePod(pod.namespace, pod.name);
  };
  return {
    name: request.on?.stepName ?? `canary-${request.zoneId}`,
    title: `Canary pod ${request.on ? `on ${request.on.nodeName}` : `in ${request.zoneId}`}`,
    needs: request.needs,
    deadlineMs: 10 * 60_000,
    async ensure(context) {
      const target = request.target(context);
      const proven = request.pin?.(context)?.vSwitchId;
      const inZone = target.vSwitches.filter(
        ({ zoneId, vSwitchId }) => zoneId === request.zoneId && (proven ?? vSwitchId) === vSwitchId,
      );
      if (inZone.length === 0) throw zoneGone(request.zoneId);
      const kubernetes = kubernetesOf(deps, target.clusterName);
      const pod = await lookOrCreatePod(kubernetes, podOf(context, target), context);
      if (pod?.podIp && pod.phase !== 'Pending') {
        const proof = await proveCanary(deps, { target, inZone, pod });
        await remove(context);
        if (proof instanceof TerminalError) throw proof;
        return done({ ...proof });
      }
      if (pod && isHopeless(pod)) {
        const failure = await describeCanaryFailure(kubernetes, pod, target);
        await remove(context);
        throw failure;
      }
      return waiting(
        pod?.problem ? `the canary pod (${pod.problem.reason})` : 'the canary pod to start',
        context.startedAtMs,
      );
    },
    tidy: remove,
    undo: async (context) => {
      await remove(context);
      return done({});
    },
  };
}

function zoneGone(zoneId: string): TerminalError {
  return new TerminalError({ code: 'PLAN_INVALID', publicText: `The pool has no zone ${zoneId} any more.` });
}
