import type { Machine } from '../../machines/machines.ts';
import type { Cluster } from '../cluster.ts';
import { nodes, pods, terwayNodes } from '../resources.ts';
import type { StoreEvent } from '../store.ts';
import { VSwitchCounts } from '../terway/vswitch-counts.ts';
import type { Pod } from '../workload-manifests.ts';
import { blockOf, flannelNetwork } from './flannel-network.ts';
import { isSelected } from './is-selected.ts';
import { Kubelet } from './kubelet.ts';
import type { NodeNetwork } from './network.ts';
import { labelsOf, nodeNameOf, nodeObject, taintsOf } from './node-object.ts';
import { setCondition } from './set-condition.ts';
import { terwayNetwork } from './terway-network.ts';

interface Member {
  machine: Machine;
  network: NodeNetwork;
  kubelet: Kubelet;
}

/** Turns the cloud's machines into nodes and runs a kubelet on each; ends with its cluster. */
export class NodeLifecycle {
  readonly #cluster: Cluster;
  readonly #counts: VSwitchCounts;
  readonly #members = new Map<string, Member>();
  readonly #starting = new Map<string, () => void>();
  #blocks = 0;
  #cancelSync = (): void => {};

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    const { machines, clock, settings } = cluster;
    this.#counts = new VSwitchCounts({ machines, clock, ttlMs: () => settings.delays.vSwitchCacheCrdMs });
  }

  /** Returns a function that ends it. */
  start(): () => void {
    const { machines, seed, store, clock, settings } = this.#cluster;
    const offStore = store.onChange((event) => this.#onStoreEvent(event));
    // What is announced within the call has been running for long.
    let isInitial = true;
    const offMachines = machines.watch(seed.clusterId, {
      started: (machine) => {
        const delayMs = isInitial ? 0 : settings.delays.nodeRegistersMs;
        this.#starting.set(
          machine.instanceId,
          clock.after(delayMs, () => this.#register(machine)),
        );
      },
      released: (machine) => this.#release(machine),
      changed: (machine) => this.#relabel(machine),
    });
    isInitial = false;
    this.#syncRegularly();
    return () => {
      offMachines();
      offStore();
      this.#cancelSync();
      for (const cancel of this.#starting.values()) cancel();
      for (const member of this.#members.values()) member.kubelet.stop();
    };
  }

  syncPools(): void {
    for (const member of this.#members.values()) member.network.sync();
  }

  #syncRegularly(): void {
    this.#cancelSync = this.#cluster.clock.after(this.#cluster.settings.delays.poolSyncMs, () => {
      this.syncPools();
      this.#syncRegularly();
    });
  }

  #register(machine: Machine): void {
    this.#starting.delete(machine.instanceId);
    const { seed, store } = this.#cluster;
    const isFlannel = seed.network === 'flannel';
    const podCidr = isFlannel ? blockOf(seed.podCidr ?? '172.20.0.0/16', 25, this.#blocks++) : undefined;
    const network =
      podCidr === undefined
        ? terwayNetwork(this.#cluster, machine, this.#counts)
        : flannelNetwork({ podCidr, nodeAddress: machine.primaryIpAddress });
    const onNetworkReady = (): void => this.#becomeReady(machine);
    const kubelet = new Kubelet({ cluster: this.#cluster, machine, network, onNetworkReady });
    this.#members.set(nodeNameOf(machine), { machine, network, kubelet });
    store.create(nodes, nodeObject(this.#cluster, machine, podCidr));
    this.#cluster.machines.reportNode(machine.instanceId, { name: nodeNameOf(machine), ready: false });
  }

  /** Once the network plugin has run, its configuration stays: a later crash does not make the node unready. */
  #becomeReady(machine: Machine): void {
    if (isSelected(this.#cluster.settings.neverReady, machine)) return;
    const name = nodeNameOf(machine);
    if (this.#cluster.store.find(nodes, { name }) === undefined) return;
    const message = 'kubelet is posting ready status';
    setCondition(this.#cluster, { nodeName: name, type: 'Ready', status: 'True', reason: 'KubeletReady', message });
    this.#cluster.store.update(nodes, { name }, (draft) => {
      draft.spec.taints = (draft.spec.taints ?? []).filter((taint) => taint.key !== 'node.kubernetes.io/not-ready');
    });
    this.#cluster.machines.reportNode(machine.instanceId, { name, ready: true });
  }

  #release(machine: Machine): void {
    this.#starting.get(machine.instanceId)?.();
    this.#starting.delete(machine.instanceId);
    const name = nodeNameOf(machine);
    const { store } = this.#cluster;
    this.#members.get(name)?.kubelet.stop();
    this.#members.delete(name);
    store.remove(nodes, { name });
    store.remove(terwayNodes, { name });
    for (const pod of store.list(pods)) if (pod.spec.nodeName === name) store.remove(pods, pod.metadata);
  }

  /** The node pool's new labels and taints are added or replaced; what others put on the node stays. */
  #relabel(machine: Machine): void {
    const name = nodeNameOf(machine);
    const member = this.#members.get(name);
    if (member === undefined) return;
    const before = member.machine;
    member.machine = machine;
    this.#cluster.store.update(nodes, { name }, (draft) => {
      const labels = { ...draft.metadata.labels };
      for (const key of Object.keys(before.labels)) delete labels[key];
      draft.metadata.labels = { ...labels, ...labelsOf(this.#cluster, machine) };
      const old = new Set(before.taints.map((taint) => taint.key + taint.effect));
      const kept = (draft.spec.taints ?? []).filter((taint) => !old.has(taint.key + taint.effect));
      draft.spec.taints = [...taintsOf(machine), ...kept];
    });
  }

  #onStoreEvent(event: StoreEvent): void {
    if (event.resource === nodes && event.type === 'ADDED') this.#observeAll(event.object.metadata.name);
    if (event.resource !== pods) return;
    const pod = this.#podOf(event);
    const member = this.#members.get(pod?.spec.nodeName ?? '');
    if (pod === undefined || member === undefined) return;
    if (event.type === 'DELETED') member.kubelet.forget(pod);
    else member.kubelet.observe(pod);
  }

  #podOf(event: StoreEvent): Pod | undefined {
    if (event.type !== 'DELETED') return this.#cluster.store.find(pods, event.object.metadata);
    const { object } = event;
    return isPod(object) ? object : undefined;
  }

  #observeAll(nodeName: string): void {
    const member = this.#members.get(nodeName);
    if (member === undefined) return;
    for (const pod of this.#cluster.store.list(pods)) if (pod.spec.nodeName === nodeName) member.kubelet.observe(pod);
  }
}

/** Pods are validated before they are stored. */
function isPod(object: StoreEvent['object']): object is Pod {
  return object.kind === 'Pod';
}
