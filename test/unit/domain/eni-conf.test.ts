import { expect, it } from 'vitest';
import { eniConf, namesExactly } from '../../../src/domain/eni-conf.ts';

it('lists every vSwitch of a zone, in order', () => {
  const vSwitches = [
    { zoneId: 'h', vSwitchId: 'vsw-1' },
    { zoneId: 'g', vSwitchId: 'vsw-2' },
    { zoneId: 'h', vSwitchId: 'vsw-3' },
  ];

  const conf = JSON.parse(eniConf({ vSwitches, maxPoolSize: undefined }));

  expect(conf).toEqual({ vswitches: { h: ['vsw-1', 'vsw-3'], g: ['vsw-2'] } });
});

it('says how many idle addresses a node keeps only where the pool sets it', () => {
  const vSwitches = [{ zoneId: 'h', vSwitchId: 'vsw-1' }];

  expect(JSON.parse(eniConf({ vSwitches, maxPoolSize: 1 }))).toEqual({ vswitches: { h: ['vsw-1'] }, max_pool_size: 1 });
});

it.each([
  ['{"vswitches":{"h":["vsw-1"],"g":["vsw-2"]},"max_pool_size":2}', true],
  ['{"vswitches":{"g":["vsw-2"],"h":["vsw-1"]}}', true],
  ['{"vswitches":{"h":["vsw-1"]}}', false],
  ['{"vswitches":{"h":["vsw-1"],"g":["vsw-2","vsw-3"]}}', false],
  ['{"vswitches":{"h":["vsw-2"],"g":["vsw-1"]}}', false],
  ['not JSON', false],
])('%s names the vSwitches of the pool in their zones and no others: %s', (text, isExact) => {
  const vSwitches = [
    { zoneId: 'h', vSwitchId: 'vsw-1' },
    { zoneId: 'g', vSwitchId: 'vsw-2' },
  ];

  expect(namesExactly({ eni_conf: text }, vSwitches)).toBe(isExact);
});
