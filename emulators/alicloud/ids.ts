import { createHash } from 'node:crypto';

/** Ids in the vendor's shapes, the same in every run. */
export interface IdSource {
  vSwitch(): string;
  instance(): string;
  networkInterface(): string;
  nodePool(): string;
  scalingGroup(): string;
  task(): string;
  request(): string;
}

export function createIdSource(): IdSource {
  let count = 0;
  const hex = (length: number) => {
    count += 1;
    return createHash('sha256').update(`egress-pool ${count}`).digest('hex').slice(0, length);
  };
  return {
    vSwitch: () => `vsw-2ze${hex(17)}`,
    instance: () => `i-2ze${hex(17)}`,
    networkInterface: () => `eni-2ze${hex(17)}`,
    nodePool: () => `np${hex(32)}`,
    scalingGroup: () => `asg-2ze${hex(17)}`,
    task: () => `T-${hex(24)}`,
    request: () => {
      const digits = hex(32).toUpperCase();
      return [0, 8, 12, 16, 20].map((from, index) => digits.slice(from, [8, 12, 16, 20, 32][index])).join('-');
    },
  };
}
