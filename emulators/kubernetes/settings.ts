/** Knobs; change them at any time, in process or through `POST /_emulator/settings`. Delays are virtual. */
export interface KubernetesSettings {
  delays: {
    nodeRegistersMs: number;
    terwayStartsMs: number;
    sandboxMs: number;
    imagePullMs: number;
    sandboxRetryMs: number;
    imageRetryMs: number;
    crashRestartMs: number;
    jobRunsMs: number;
    terminationMs: number;
    poolSyncMs: number;
    vSwitchCacheLegacyMs: number;
    vSwitchCacheCrdMs: number;
    /** From the answer to a write of a ValidatingAdmissionPolicy or its binding until it holds. */
    admissionPolicyMs: number;
    /** How soon a controller tries again to create a pod that was refused. */
    controllerRetryMs: number;
  };
  /** Requests that RBAC refuses; `*` stands for everything. */
  denied: { verb: string; resource: string; namespace?: string; clusterId?: string }[];
  /** Ids of clusters whose API takes requests and never answers. Watches that stand go on: see `endWatches`. */
  silent: string[];
  /** Ids of clusters whose API refuses every request as one too many (429). */
  throttled: string[];
  /** A pod with restartPolicy other than Always ends well after a while when its image contains one of these. */
  jobImages: string[];
  /** Images that cannot be pulled: every image that contains one of these. */
  failingImages: string[];
  /** Pods of these images end as Failed instead of Succeeded. */
  failingJobImages: string[];
  /** Programs that no image has: `sh`, or what a script calls. */
  missingPrograms: string[];
  /** Node names, instance ids, node pool ids or `*` that never become ready. */
  neverReady: string[];
  /** Node names, instance ids, node pool ids or `*` on which Terway's daemon exits at every start. */
  terwayCrashLoop: string[];
  /** Labels that the node pool should have given its nodes but did not, on nodes that register from now on. */
  missingNodeLabels: string[];
  /** Node pools with this knob get their interfaces in this vSwitch, whatever the configuration says. */
  wrongInterfaceVSwitch: Record<string, string>;
  /** New nodes get a trunk interface at Terway's start and can serve PodNetworking. */
  trunk: boolean;
  /** False: clusters too old for ValidatingAdmissionPolicy: not served (404), and those that are there do not hold. */
  admissionPolicies: boolean;
}

export function defaultSettings(): KubernetesSettings {
  return {
    delays: {
      nodeRegistersMs: 25_000,
      terwayStartsMs: 8_000,
      sandboxMs: 1_000,
      imagePullMs: 2_000,
      sandboxRetryMs: 15_000,
      imageRetryMs: 20_000,
      crashRestartMs: 20_000,
      jobRunsMs: 3_000,
      terminationMs: 2_000,
      poolSyncMs: 120_000,
      vSwitchCacheLegacyMs: 600_000,
      vSwitchCacheCrdMs: 1_200_000,
      admissionPolicyMs: 1_000,
      controllerRetryMs: 5_000,
    },
    denied: [],
    silent: [],
    throttled: [],
    jobImages: [],
    failingImages: [],
    failingJobImages: [],
    missingPrograms: [],
    neverReady: [],
    terwayCrashLoop: [],
    missingNodeLabels: [],
    wrongInterfaceVSwitch: {},
    trunk: false,
    admissionPolicies: true,
  };
}

/** Delays merge one by one, everything else is replaced. */
export function changeSettings(settings: KubernetesSettings, change: Partial<KubernetesSettings>): void {
  const { delays, ...rest } = change;
  Object.assign(settings, rest);
  if (delays !== undefined) Object.assign(settings.delays, delays);
}
