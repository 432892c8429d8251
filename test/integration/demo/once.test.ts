import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';

const cidr = /^10\.64\.\d+\.\d+\/\d+$/;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'egress-pool-demo-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the demo plays its story, proves it, and leaves no process and no file behind', async () => {
  const demo = startDemo(['--once', '--port', '0', '--scale', '200']);

  const [out, [code]] = await Promise.all([text(demo.stdout), once(demo, 'exit')]);

  const last: unknown = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '');
  expect(last).toMatchObject({
    ok: true,
    pool: {
      name: 'payments',
      cluster: 'prod',
      state: 'ready',
      zones: [zone('cn-beijing-h'), zone('cn-beijing-g')],
      configMap: 'eni-config-payments',
      nodePoolId: expect.stringMatching(/^np/),
    },
    grant: {
      state: 'active',
      instance: 'rm-2zepayments',
      group: expect.stringMatching(/^ep_payments_[0-9a-f]{8}$/),
      entries: [expect.stringMatching(cidr), expect.stringMatching(cidr)],
    },
    capacity: { level: expect.stringMatching(/^(warn|critical)$/), zone: expect.stringMatching(/^cn-beijing-[hg]$/) },
    seconds: expect.any(Number),
    apiCalls: { 'vpc:CreateVSwitch': 2, 'cs:CreateClusterNodePool': 1, 'cs:ModifyClusterNodePool': 1 },
  });
  expect(out).toMatch(/\+ +ep_payments_[0-9a-f]{8} +10\.64\./);
  expect(code).toBe(0);
  expect(processesOf(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('the demo says where to look and what to try, and stops in order when asked', async () => {
  const demo = startDemo(['--port', '0']);
  let out = '';
  demo.stdout.on('data', (data) => {
    out += String(data);
  });
  await expect.poll(() => out, { timeout: 30_000 }).toContain('Ctrl-C');
  const page = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '';
  expect((await fetch(page)).status).toBe(200);

  demo.kill('SIGINT');
  const [code] = await once(demo, 'exit');

  expect(code).toBe(0);
  expect(out).toContain('/egress-pool create payments');
  expect(out).toContain('/egress-pool allow payments rm-2zepayments');
  expect(processesOf(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('the demo ends with clear words when its Redis does not answer', async () => {
  const demo = startDemo(['--once', '--port', '0'], { REDIS_URL: 'redis://127.0.0.1:1' });

  const [said, [code]] = await Promise.all([text(demo.stderr), once(demo, 'exit')]);

  expect(said).toContain('the Redis in REDIS_URL does not answer');
  expect(code).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

function startDemo(args: string[], more: Record<string, string> = {}) {
  const { REDIS_URL: _elsewhere, ...env } = process.env;
  return spawn(process.execPath, ['demo/main.ts', ...args], {
    env: { ...env, TMPDIR: folder, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function zone(id: string) {
  return {
    zone: id,
    vSwitchId: expect.stringMatching(/^vsw-/),
    cidr: expect.stringMatching(cidr),
    canaryIp: expect.stringMatching(/^10\.64\./),
  };
}

/** Processes that were started with this folder for temporary files, where the system shows that. */
function processesOf(temporary: string): string[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(`TMPDIR=${temporary}\0`),
  );
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
