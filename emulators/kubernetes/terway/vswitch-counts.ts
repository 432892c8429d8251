import type { EmulatorClock } from '../../clock/clock.ts';
import type { Machines, VSwitchView } from '../../machines/machines.ts';

/**
 * Terway's cache of how many addresses are free in a vSwitch. It is stale on purpose: a count lives 10 virtual minutes
 * in the daemon and 20 in the control plane, and an exhausted vSwitch is blocked (count 0) as long
 * (`pkg/vswitch/vswitch.go`).
 */
export class VSwitchCounts {
  readonly #machines: Machines;
  readonly #clock: EmulatorClock;
  readonly #ttlMs: () => number;
  readonly #known = new Map<string, { view: VSwitchView; until: number }>();

  constructor(o: { machines: Machines; clock: EmulatorClock; ttlMs: () => number }) {
    this.#machines = o.machines;
    this.#clock = o.clock;
    this.#ttlMs = o.ttlMs;
  }

  get(vSwitchId: string): VSwitchView | undefined {
    const known = this.#known.get(vSwitchId);
    if (known !== undefined && known.until > this.#clock.now()) return known.view;
    const view = this.#machines.vSwitch(vSwitchId);
    if (view !== undefined) this.#keep(view);
    return view;
  }

  block(vSwitchId: string): void {
    const view = this.#machines.vSwitch(vSwitchId);
    if (view !== undefined) this.#keep({ ...view, availableIpAddressCount: 0 });
  }

  #keep(view: VSwitchView): void {
    const until = this.#clock.now() + this.#ttlMs() / this.#clock.scale;
    this.#known.set(view.vSwitchId, { view: { ...view }, until });
  }
}
