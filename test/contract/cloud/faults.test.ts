import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlicloudEmulator } from '../../../emulators/alicloud/alicloud.ts';
import { OutcomeUnknownError, RetryableError } from '../../../src/domain/errors.ts';
import { createMetrics } from '../../../src/platform/metrics.ts';
import { cloudAt, startFastAlicloud } from './cloud-under-test.ts';

const request = {
  vpcId: 'vpc-2zemain',
  zoneId: 'cn-beijing-h',
  cidrBlock: '10.64.128.0/24',
  name: 'payments-h',
  description: 'egress pool payments',
  tags: [],
  clientToken: 'token-1',
};

let emulator: AlicloudEmulator;
beforeEach(async () => {
  emulator = await startFastAlicloud();
});
afterEach(() => emulator.close());

const caught = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );
const callsOf = (name: string) => emulator.journal.filter((call) => call.name === name).length;

describe('the cloud adapter when the cloud misbehaves', () => {
  it.each([{ kind: 'reset' }, { kind: 'garbage' }, { kind: 'error', status: 500, code: 'InternalError' }] as const)(
    'an answer lost by $kind leaves a create unknown, and the same token finds it',
    async (answer) => {
      const { vpc } = cloudAt(emulator.url);
      emulator.faults.add({ call: 'vpc:CreateVSwitch', when: 'after', answer });

      const lost = await caught(vpc.createVSwitch(request));
      const { vSwitchId } = await vpc.createVSwitch(request);

      expect(lost).toBeInstanceOf(OutcomeUnknownError);
      expect(lost).toMatchObject({ code: 'CLOUD_OUTCOME_UNKNOWN' });
      expect((await vpc.readVSwitch(vSwitchId))?.cidrBlock).toBe(request.cidrBlock);
    },
  );

  it('a call is sent once, whatever happens to it', async () => {
    emulator.faults.add({ call: 'vpc:CreateVSwitch', when: 'after', answer: { kind: 'reset' }, times: 5 });

    await caught(cloudAt(emulator.url).vpc.createVSwitch(request));

    expect(callsOf('vpc:CreateVSwitch')).toBe(1);
  });

  it('a whitelist write is given up at its own deadline, and its outcome is unknown', async () => {
    const { rds } = cloudAt(emulator.url, { whitelistWriteMs: 50 });
    const write = { instanceId: 'rm-2zepayments', group: 'ep_a', networkType: 'MIX' as const, entries: ['127.0.0.1'] };
    emulator.faults.add({ call: 'rds:ModifySecurityIps', when: 'before', answer: { kind: 'delay', wallMs: 2_000 } });
    const startedMs = performance.now();

    const error = await caught(rds.coverWhitelistGroup(write));

    expect(error).toMatchObject({ code: 'CLOUD_OUTCOME_UNKNOWN' });
    expect(performance.now() - startedMs).toBeLessThan(1_900);
  });

  it('a lost read is unavailable and retryable', async () => {
    emulator.faults.add({ call: 'vpc:DescribeVpcAttribute', when: 'before', answer: { kind: 'reset' } });

    const error = await caught(cloudAt(emulator.url).vpc.readVpc('vpc-2zemain'));

    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ code: 'CLOUD_UNAVAILABLE' });
  });

  it('throttling pauses the budget for everybody, longer each time', async () => {
    const blocked: [string, number][] = [];
    let nowMs = Date.now();
    const { vpc } = cloudAt(emulator.url, {
      now: () => nowMs,
      limits: { take: async () => ({ ok: true }), block: async (...block) => void blocked.push(block) },
    });
    const answer = { kind: 'error', status: 400, code: 'Throttling.User' } as const;
    emulator.faults.add({ call: 'vpc:DescribeVpcAttribute', when: 'before', answer, times: 2 });

    const first = await caught(vpc.readVpc('vpc-2zemain'));
    nowMs += 1_000;
    await caught(vpc.readVpc('vpc-2zemain'));

    expect(first).toMatchObject({ code: 'CLOUD_THROTTLED', retryAfterMs: 1000 });
    expect(blocked).toEqual([
      ['vpc:DescribeVpcAttribute', 1000],
      ['vpc:DescribeVpcAttribute', 2000],
    ]);
  });

  it('without budget the call is not sent', async () => {
    const limits = { take: async () => ({ ok: false, retryAfterMs: 700 }) as const, block: async () => {} };

    const error = await caught(cloudAt(emulator.url, { limits }).vpc.readVpc('vpc-2zemain'));

    expect(error).toMatchObject({ code: 'CLOUD_THROTTLED', retryAfterMs: 700 });
    expect(emulator.journal).toEqual([]);
  });

  it.each(['documented', 'empty', { status: 404, code: 'InvalidVswitchID.NotFound' }] as const)(
    'a vSwitch that is gone looks gone in the shape %j',
    async (goneShape) => {
      emulator.settings.goneShape = goneShape;

      expect(await cloudAt(emulator.url).vpc.readVSwitch('vsw-none')).toBeUndefined();
    },
  );

  it('wrong keys are denied, and neither the error nor its text shows them', async () => {
    const variables = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI-demo', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'wrong-secret' };

    const lines: string[] = [];
    const writeLog = (line: string) => void lines.push(line);

    const error = await caught(cloudAt(emulator.url, { variables, writeLog }).vpc.readVpc('vpc-2zemain'));

    expect(error).toMatchObject({ code: 'CLOUD_DENIED' });
    expect(JSON.stringify(error)).not.toContain('wrong-secret');
    expect(lines.join()).toContain('SignatureDoesNotMatch');
    expect(lines.join()).not.toContain('wrong-secret');
  });

  it('every call is counted by action and outcome', async () => {
    const metrics = createMetrics();
    const { vpc } = cloudAt(emulator.url, { metrics });
    emulator.faults.add({ call: 'vpc:DescribeVpcAttribute', when: 'before', answer: { kind: 'reset' } });

    await caught(vpc.readVpc('vpc-2zemain'));
    await vpc.readVpc('vpc-2zemain');

    const text = await metrics.text();
    expect(text).toMatch(/cloud_calls_total\{action="vpc:DescribeVpcAttribute",code="CLOUD_UNAVAILABLE"\} 1/);
    expect(text).toMatch(/cloud_calls_total\{action="vpc:DescribeVpcAttribute",code="ok"\} 1/);
  });

  it('a task that fails says why', async () => {
    emulator.settings.soldOut = [{}];
    const { ack } = cloudAt(emulator.url);
    const clusterId = 'c82e6987e2961451182edacd74faf0000';
    const { taskId } = await ack.createNodePool(clusterId, {
      name: 'egress-payments',
      vSwitchIds: ['vsw-2zenodes-h'],
      instanceTypes: ['ecs.g7.xlarge'],
      systemDiskGib: 120,
      securityGroupId: undefined,
      labels: [],
      taints: [],
      tags: [],
      desiredSize: 1,
    });

    await expect
      .poll(() => ack.readTask(taskId), { timeout: 10_000 })
      .toMatchObject({ outcome: 'failed', error: { code: expect.stringContaining('InstanceTypeNoStock') } });
  });
});

describe('shared reads', () => {
  it('however many wait, the cloud is asked once, and fresh reads always go out', async () => {
    const { vpc } = cloudAt(emulator.url);

    await Promise.all(Array.from({ length: 20 }, () => vpc.listVSwitches('vpc-2zemain', 'shared')));
    await vpc.listVSwitches('vpc-2zemain', 'shared');
    const afterShared = callsOf('vpc:DescribeVSwitches');
    await vpc.listVSwitches('vpc-2zemain', 'fresh');

    expect(afterShared).toBe(1);
    expect(callsOf('vpc:DescribeVSwitches')).toBe(2);
  });

  it('a write makes the next shared read go out again', async () => {
    const { vpc } = cloudAt(emulator.url);
    await vpc.listVSwitches('vpc-2zemain', 'shared');

    await vpc.createVSwitch(request);
    await vpc.listVSwitches('vpc-2zemain', 'shared');

    expect(callsOf('vpc:DescribeVSwitches')).toBe(2);
  });

  it('pools of one cluster share one list', async () => {
    const { ack } = cloudAt(emulator.url);
    const clusterId = 'c82e6987e2961451182edacd74faf0000';
    const pools = await ack.listNodePools(clusterId, 'shared');

    await Promise.all(pools.map(({ nodePoolId }) => ack.readNodePool({ clusterId, nodePoolId }, 'shared')));

    expect(callsOf('cs:DescribeClusterNodePools')).toBe(1);
    expect(callsOf('cs:DescribeClusterNodePoolDetail')).toBe(0);
  });
});
