import { expect, it } from 'vitest';
import { factsInWords } from '../../../src/slack/blocks/facts-in-words.ts';

it.each([
  [{ vSwitchId: 'vsw-1', cidrBlock: '10.0.0.0/26', freeAddresses: 60 }, ['10.0.0.0/26, vsw-1, 60 addresses free']],
  [
    {
      nodes: [
        { name: 'node-1', zoneId: 'h', internalIp: '10.0.0.4' },
        { name: 'node-2', zoneId: 'k' },
      ],
    },
    ['node-1 in h, 10.0.0.4', 'node-2 in k'],
  ],
  [
    { zones: { 'cn-h': { vSwitchId: 'vsw-1' }, 'cn-k': { vSwitchId: 'vsw-2' } } },
    ['cn-h: vSwitch vsw-1', 'cn-k: vSwitch vsw-2'],
  ],
  [{ nodes: 2, steeredZones: [] }, ['2 nodes']],
  [{ configMap: 'kube-system/eni-config-p', eniConf: '{"vswitches":{}}' }, ['kube-system/eni-config-p']],
  [{ nodePoolId: 'np-1', name: 'egress-pool-p' }, ['np-1 (egress-pool-p)']],
  [
    { podIp: '10.0.0.5', nodeName: 'node-1', cidrBlock: '10.0.0.0/26', freeAddresses: 59 },
    ['got 10.0.0.5, inside 10.0.0.0/26, on node node-1, 59 addresses free'],
  ],
  [{ deleted: 'np-1' }, ['removed: np-1']],
  [
    { list: Array.from({ length: 20 }, (_, index) => ({ name: `pod-${index}` })) },
    [...Array(8).keys()].map((index) => `pod-${index}`).concat('and 12 more'),
  ],
  [undefined, []],
])('says %j in words', (facts, lines) => {
  expect(factsInWords(facts)).toEqual(lines);
});
