/**
 * What the Kubernetes emulator sees of the cloud: the machines that node pools start, and the network interfaces that
 * Terway asks for. The Alibaba Cloud emulator implements it; everything is in one process, so it is synchronous.
 */
export interface Machine {
  instanceId: string;
  clusterId: string;
  nodePoolId: string;
  vpcId: string;
  zoneId: string;
  instanceType: string;
  eniQuantity: number;
  eniPrivateIpAddressQuantity: number;
  /** The primary network interface: the node's own address, out of the node pool's vSwitch of that zone. */
  primaryVSwitchId: string;
  primaryIpAddress: string;
  /** As the node pool's `kubernetes_config` has them. */
  labels: Record<string, string>;
  taints: { key: string; value: string; effect: string }[];
}

export interface NetworkInterface {
  networkInterfaceId: string;
  instanceId: string;
  vSwitchId: string;
  zoneId: string;
  type: 'Primary' | 'Secondary' | 'Trunk' | 'Member';
  /** The first one is the interface's own; all of them can be handed to pods (except on the primary interface). */
  ipAddresses: string[];
}

export interface VSwitchView {
  vSwitchId: string;
  vpcId: string;
  zoneId: string;
  cidrBlock: string;
  availableIpAddressCount: number;
}

/** Thrown by `createNetworkInterface` and `assignIpAddresses`; `code` is the ECS error code. */
export class MachineError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface MachineEvents {
  /** The ECS instance runs and its kubelet may register. */
  started(machine: Machine): void;
  /** The instance is being released; its node object goes. */
  released(machine: Machine): void;
  /** Labels or taints of the node pool were pushed to its nodes (`update_nodes`). */
  changed(machine: Machine): void;
}

export interface Machines {
  /** Existing machines are announced at once, later ones as they start. Returns a function that ends it. */
  watch(clusterId: string, events: MachineEvents): () => void;
  /** Kubelet's word on a node; node pools count it as healthy only when it is ready. */
  reportNode(instanceId: string, node: { name: string; ready: boolean }): void;
  vSwitch(vSwitchId: string): VSwitchView | undefined;
  networkInterfaces(instanceId: string): NetworkInterface[];
  /** Takes `addressCount` addresses (the primary one included). Throws MachineError. */
  createNetworkInterface(request: {
    instanceId: string;
    vSwitchId: string;
    type: 'Secondary' | 'Trunk';
    addressCount: number;
    tags: Record<string, string>;
  }): NetworkInterface;
  /** Adds secondary addresses to an interface. Throws MachineError. */
  assignIpAddresses(networkInterfaceId: string, count: number): string[];
  unassignIpAddresses(networkInterfaceId: string, ipAddresses: string[]): void;
  deleteNetworkInterface(networkInterfaceId: string): void;
}
