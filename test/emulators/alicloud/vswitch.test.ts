import { expect, test } from 'vitest';
import { awaitAvailable, makeVSwitch, startCloud, vpc, zone } from './harness.ts';

test('a vSwitch is Pending, then Available, and carries its tags from the start', async () => {
  await using cloud = await startCloud();

  const id = await makeVSwitch(cloud, '10.64.128.0/24', { tag: [{ key: 'egress-pool/pool', value: 'p 1/é' }] });
  const read = () => cloud.vpc.describeVSwitchAttributes(new vpc.DescribeVSwitchAttributesRequest({ vSwitchId: id }));
  const first = await read();
  await awaitAvailable(cloud, id);
  const second = await read();

  expect(first.body).toMatchObject({ cidrBlock: '10.64.128.0/24', zoneId: zone, availableIpAddressCount: 252 });
  expect(second.body?.status).toBe('Available');
  expect(second.body?.tags?.tag).toMatchObject([{ key: 'egress-pool/pool', value: 'p 1/é' }]);
});
