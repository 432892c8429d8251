import type { World } from '../world.ts';
import { addressNumber, type Block, formatAddress, parseBlock } from './cidr.ts';
import type { VSwitch } from './state.ts';

/** Addresses still free: the first and the last three of a block are the vendor's. */
export function freeAddressCount(vSwitch: VSwitch): number {
  return usableCount(vSwitch) - vSwitch.usedOffsets.size;
}

/** What the APIs show, which may be a while old. */
export function shownAddressCount(world: World, vSwitch: VSwitch): number {
  const nowMs = world.clock.now();
  if ((vSwitch.shownCount?.untilMs ?? 0) > nowMs) return vSwitch.shownCount?.free ?? 0;
  const free = freeAddressCount(vSwitch);
  vSwitch.shownCount = { free, untilMs: nowMs + world.settings.addressCountKeptMs / world.clock.scale };
  return free;
}

/** Takes addresses in order; undefined, and nothing taken, when there are too few. */
export function takeAddresses(vSwitch: VSwitch, count: number): string[] | undefined {
  if (freeAddressCount(vSwitch) < count) return undefined;
  const { start } = blockOf(vSwitch);
  const taken: string[] = [];
  for (let offset = 1; taken.length < count; offset += 1) {
    if (vSwitch.usedOffsets.has(offset)) continue;
    vSwitch.usedOffsets.add(offset);
    taken.push(formatAddress(start + offset));
  }
  return taken;
}

export function freeAddresses(vSwitch: VSwitch, addresses: string[]): void {
  const { start } = blockOf(vSwitch);
  for (const address of addresses) vSwitch.usedOffsets.delete(addressNumber(address) - start);
}

function usableCount(vSwitch: VSwitch): number {
  const { start, end } = blockOf(vSwitch);
  return end - start + 1 - 4;
}

function blockOf(vSwitch: VSwitch): Block {
  const block = parseBlock(vSwitch.cidrBlock);
  if (!block) throw new Error(`vSwitch ${vSwitch.vSwitchId} has no valid CIDR block: ${vSwitch.cidrBlock}`);
  return block;
}
