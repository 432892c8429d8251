import { expect, it } from 'vitest';
import { factsInWords } from '../../../src/slack/blocks/facts-in-words.ts';

it.each([
  [
    { vSwitchId: 'vsw-1', cidrBlock: '10.0.0.0/26', freeAddresses: 60 },
    ['vSwitch vsw-1, CIDR 10.0.0.0/26, free addresses 60'],
  ],
  [
    {
      nodes: [
        { name: 'node-1', zoneId: 'h', internalIp: '10.0.0.4' },
        { name: 'node-2', zoneId: 'k' },
      ],
    },
    ['node-1, zone h, 10.0.0.4', 'node-2, zone k'],
  ],
  [
    { zones: { 'cn-h': { vSwitchId: 'vsw-1' }, 'cn-k': { vSwitchId: 'vsw-2' } } },
    ['cn-h: vSwitch vsw-1', 'cn-k: vSwitch vsw-2'],
  ],
  [{ nodes: 2, steeredZones: [] }, ['nodes 2']],
  [{ configMap: 'kube-system/eni-config-p', eniConf: '{"vswitches":{}}' }, ['ConfigMap kube-system/eni-config-p']],
  [{ deleted: 'np-1' }, ['removed: np-1']],
  [
    { list: Array.from({ length: 20 }, (_, index) => ({ name: `pod-${index}` })) },
    [...Array(8).keys()].map((index) => `pod-${index}`).concat('and 12 more'),
  ],
  [undefined, []],
])('says %j in words', (facts, lines) => {
  expect(factsInWords(facts)).toEqual(lines);
});
