import { expect, it } from 'vitest';
import { eniConf } from '../../../src/domain/eni-conf.ts';

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
