import type { Machine } from '../../machines/machines.ts';
import type { Cluster } from '../cluster.ts';
import { recordEvent } from '../events.ts';
import { nodes, pods } from '../resources.ts';
import { matchesNode } from '../scheduling/matches-node.ts';
import type { Pod } from '../workload-manifests.ts';
import { type ConnectionProbe, lastWords, missingFor, probeOf, tryAgainMs } from './connection-probe.ts';
import type { NodeNetwork } from './network.ts';
import { type PodReport, reportPod } from './pod-status.ts';

interface Running {
  pod: Pod;
  cancel: () => void;
  address: string | undefined;
  restartCount: number;
  isEnding: boolean;
}

/** Runs the pods of one node: sandbox, image, container, end. Lives as long as its node. */
export class Kubelet {
  readonly #cluster: Cluster;
  readonly #machine: Machine;
  readonly #network: NodeNetwork;
  readonly #onNetworkReady: () => void;
  readonly #running = new Map<string, Running>();

  constructor(o: { cluster: Cluster; machine: Machine; network: NodeNetwork; onNetworkReady: () => void }) {
    this.#cluster = o.cluster;
    this.#machine = o.machine;
    this.#network = o.network;
    this.#onNetworkReady = o.onNetworkReady;
  }

  /** A pod of this node appeared or changed. */
  observe(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    const known = this.#running.get(uid);
    if (pod.metadata.deletionTimestamp !== undefined) {
      this.#end(known ?? this.#track(pod), pod);
      return;
    }
    if (known !== undefined || pod.status.phase !== 'Pending') return;
    const entry = this.#track(pod);
    if (this.#reject(entry)) return;
    this.#report(entry, { phase: 'Pending', state: waiting('ContainerCreating'), isReady: false });
    this.#later(entry, this.#cluster.settings.delays.sandboxMs, () => this.#createSandbox(entry));
  }

  /** A pod went away without waiting for the kubelet. */
  forget(pod: Pod): void {
    const entry = this.#running.get(pod.metadata.uid ?? '');
    if (entry !== undefined) this.#tearDown(entry);
  }

  stop(): void {
    for (const entry of this.#running.values()) entry.cancel();
    this.#running.clear();
  }

  #track(pod: Pod): Running {
    const entry: Running = { pod, cancel: () => {}, address: undefined, restartCount: 0, isEnding: false };
    this.#running.set(pod.metadata.uid ?? '', entry);
    return entry;
  }

  /** A pod that named its node past the scheduler must still fit its selectors; taints are not looked at. */
  #reject(entry: Running): boolean {
    const { store } = this.#cluster;
    const { pod } = entry;
    const node = store.find(nodes, { name: pod.spec.nodeName ?? '' });
    if (node === undefined || matchesNode(pod.spec, node)) return false;
    store.update(pods, pod.metadata, (draft) => {
      const message =
        "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector";
      draft.status = { ...draft.status, phase: 'Failed', reason: 'NodeAffinity', message };
    });
    return true;
  }

  #createSandbox(entry: Running): void {
    const { pod } = entry;
    if (pod.spec.hostNetwork === true) {
      entry.address = this.#machine.primaryIpAddress;
      this.#startContainer(entry);
      return;
    }
    const result = this.#network.attach(pod);
    if (result.kind === 'failed') {
      this.#sandboxFailed(entry, result.message);
      return;
    }
    entry.address = result.ipAddress;
    if (this.#network.pluginApp === 'terway-eniip') this.#recordAddress(pod, result.ipAddress);
    this.#report(entry, { phase: 'Pending', state: waiting('ContainerCreating'), isReady: false });
    this.#startContainer(entry);
  }

  #sandboxFailed(entry: Running, why: string): void {
    const { pod } = entry;
    if (this.#network.pluginApp === 'terway-eniip')
      this.#event(pod, { reason: 'AllocIPFailed', message: why, component: 'terway' });
    const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: plugin type="${this.#network.pluginApp}" failed (add): ${why}`;
    this.#event(pod, { reason: 'FailedCreatePodSandBox', message });
    this.#later(entry, this.#cluster.settings.delays.sandboxRetryMs, () => this.#createSandbox(entry));
  }

  #startContainer(entry: Running): void {
    const { delays } = this.#cluster.settings;
    const isPlugin = entry.pod.metadata.labels?.app === this.#network.pluginApp && entry.pod.spec.hostNetwork === true;
    if (isPlugin) this.#later(entry, delays.terwayStartsMs, () => this.#startPlugin(entry));
    else this.#later(entry, delays.imagePullMs, () => this.#pullImage(entry));
  }

  #pullImage(entry: Running): void {
    const { settings } = this.#cluster;
    const image = entry.pod.spec.containers
      .map((one) => one.image ?? '')
      .find((one) => includes(settings.failingImages, one));
    if (image === undefined) {
      this.#run(entry);
      return;
    }
    const message = `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": not found`;
    this.#event(entry.pod, { reason: 'Failed', message });
    this.#report(entry, { phase: 'Pending', state: waiting('ErrImagePull', message), isReady: false });
    this.#later(entry, settings.delays.imagePullMs, () => {
      const backOff = `Back-off pulling image "${image}"`;
      this.#event(entry.pod, { reason: 'BackOff', message: backOff });
      this.#report(entry, { phase: 'Pending', state: waiting('ImagePullBackOff', backOff), isReady: false });
      this.#later(entry, settings.delays.imageRetryMs, () => this.#pullImage(entry));
    });
  }

  #startPlugin(entry: Running): void {
    const started = this.#network.start();
    if (started.kind === 'running') {
      this.#run(entry);
      this.#onNetworkReady();
      return;
    }
    entry.restartCount += 1;
    const message = `back-off restarting failed container: ${started.message}`;
    this.#event(entry.pod, { reason: 'BackOff', message });
    this.#report(entry, { phase: 'Running', state: waiting('CrashLoopBackOff', message), isReady: false });
    this.#later(entry, this.#cluster.settings.delays.crashRestartMs, () => this.#startPlugin(entry));
  }

  #run(entry: Running): void {
    const { settings, store, clock } = this.#cluster;
    const startedAt = store.timestamp();
    const probe = probeOf(entry.pod);
    if (probe && settings.missingPrograms.includes('sh')) {
      this.#cannotStart(entry, startedAt);
      return;
    }
    this.#event(entry.pod, { type: 'Normal', reason: 'Started', message: 'Started container' });
    this.#report(entry, { phase: 'Running', state: { running: { startedAt } }, isReady: true });
    if (probe) this.#tryConnection(entry, { ...probe, startedAt, untilMs: clock.now() + probe.forMs / clock.scale });
    else this.#endIfJob(entry, startedAt);
  }

  #endIfJob(entry: Running, startedAt: string): void {
    const { settings } = this.#cluster;
    const images = entry.pod.spec.containers.map((one) => one.image ?? '');
    const isJob = images.some((image) => includes([...settings.jobImages, ...settings.failingJobImages], image));
    if (!isJob || entry.pod.spec.restartPolicy === 'Always') return;
    const isFailing = images.some((image) => includes(settings.failingJobImages, image));
    this.#later(entry, settings.delays.jobRunsMs, () => this.#complete(entry, { startedAt, isFailing }));
  }

  #tryConnection(entry: Running, o: ConnectionProbe & { startedAt: string; untilMs: number }): void {
    const { clock, settings, endpoints } = this.#cluster;
    const missing = missingFor(settings.missingPrograms);
    const attempt = endpoints.connect({ ...o, from: this.#network.sourceOf(entry.address ?? '') });
    if (missing === undefined && attempt.kind === 'closed' && clock.now() < o.untilMs) {
      this.#later(entry, tryAgainMs, () => this.#tryConnection(entry, o));
      return;
    }
    const message = missing === undefined ? lastWords(attempt) : `missing ${missing}`;
    this.#complete(entry, { startedAt: o.startedAt, isFailing: false, message });
  }

  #cannotStart(entry: Running, startedAt: string): void {
    const message =
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown';
    this.#event(entry.pod, { reason: 'Failed', message: `Error: ${message}` });
    this.#terminate(entry, { exitCode: 128, reason: 'StartError', startedAt, message });
  }

  #complete(entry: Running, o: { startedAt: string; isFailing: boolean; message?: string }): void {
    const [exitCode, reason] = o.isFailing ? [1, 'Error'] : [0, 'Completed'];
    this.#terminate(entry, { exitCode, reason, startedAt: o.startedAt, ...(o.message ? { message: o.message } : {}) });
  }

  #terminate(entry: Running, o: { exitCode: number; reason: string; startedAt: string; message?: string }): void {
    const state = { terminated: { ...o, finishedAt: this.#cluster.store.timestamp() } };
    this.#report(entry, { phase: o.exitCode === 0 ? 'Succeeded' : 'Failed', state, isReady: false });
    if (entry.pod.spec.hostNetwork !== true) this.#network.detach(entry.pod);
  }

  #end(entry: Running, pod: Pod): void {
    if (entry.isEnding) return;
    entry.isEnding = true;
    const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 30) * 1_000;
    const delayMs = Math.min(graceMs, this.#cluster.settings.delays.terminationMs);
    this.#later(entry, delayMs, () => {
      this.#tearDown(entry);
      const live = this.#cluster.store.find(pods, pod.metadata);
      if (live === undefined || live.metadata.uid !== pod.metadata.uid) return;
      this.#cluster.store.update(pods, live.metadata, (draft) => {
        draft.metadata.deletionGracePeriodSeconds = 0;
      });
    });
  }

  #tearDown(entry: Running): void {
    entry.cancel();
    this.#running.delete(entry.pod.metadata.uid ?? '');
    if (entry.pod.spec.hostNetwork !== true) this.#network.detach(entry.pod);
    if (entry.pod.metadata.labels?.app === this.#network.pluginApp) this.#network.stop();
  }

  #recordAddress(pod: Pod, ipAddress: string): void {
    const live = this.#cluster.store.find(pods, pod.metadata);
    if (live === undefined) return;
    this.#cluster.store.update(pods, live.metadata, (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, 'k8s.aliyun.com/pod-ips': ipAddress };
    });
    const message = `Alloc IP ${ipAddress}/32 took 32.1ms`;
    this.#event(pod, { type: 'Normal', reason: 'AllocIPSucceed', message, component: 'terway' });
  }

  #report(entry: Running, report: PodReport): void {
    const address = entry.address === undefined ? {} : { address: entry.address };
    const { restartCount } = entry;
    reportPod(this.#cluster, entry.pod, {
      restartCount,
      ...address,
      ...report,
      hostIp: this.#machine.primaryIpAddress,
    });
  }

  #event(pod: Pod, o: { type?: 'Normal' | 'Warning'; reason: string; message: string; component?: string }): void {
    const { type = 'Warning', component = 'kubelet', reason, message } = o;
    recordEvent(this.#cluster, { about: pod, type, reason, message, component });
  }

  #later(entry: Running, virtualMs: number, action: () => void): void {
    entry.cancel();
    entry.cancel = this.#cluster.clock.after(virtualMs, action);
  }
}

function waiting(reason: string, message?: string): { waiting: { reason: string; message?: string } } {
  return { waiting: message === undefined ? { reason } : { reason, message } };
}

function includes(parts: string[], image: string): boolean {
  return parts.some((part) => part === '*' || image.includes(part));
}
