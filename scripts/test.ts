import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks, runChecks } from './checks.ts';
import { findOrInstall, type Program } from './needed-programs.ts';
import { startRedis } from './redis-server.ts';
import { runCommand } from './run-command.ts';
import { countTests, type TestCount } from './test-count.ts';

const onlyFaults = process.argv.includes('--faults');
const projects = onlyFaults ? ['faults'] : ['unit', 'emulators', 'contract', 'integration', 'faults', 'browser'];
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
process.exitCode = await main();

async function main(): Promise<number> {
  const programs = findOrInstall({ browser: !onlyFaults });
  if (programs === undefined) return finish({ passed: 0, failed: 0 }, ['the set-up']);
  console.log(
    `using Node ${process.versions.node}, ${programs.map(({ name, path }) => `${name} (${path})`).join(', ')}`,
  );
  const failedChecks = onlyFaults ? [] : await runChecks(checks, interrupted.signal);
  const count = await runProjects(programs);
  return finish(count, interrupted.signal.aborted ? [...failedChecks, 'interrupted'] : failedChecks);
}

/** The last line is what a machine reads: a failed check counts as one that failed. */
function finish(count: TestCount, failedChecks: string[]): number {
  if (failedChecks.length > 0) console.log(`counted as failed beside the tests: ${failedChecks.join(', ')}`);
  if (count.passed + count.failed === 0) console.log('no test ran');
  const failed = count.failed + failedChecks.length;
  console.log(`${count.passed} passed, ${failed} failed`);
  return failed === 0 && count.passed > 0 ? 0 : 1;
}

async function runProjects(programs: readonly Program[]): Promise<TestCount> {
  const folder = mkdtempSync(join(tmpdir(), 'egress-pool-tests-'));
  const redis = await startRedis({ persist: true });
  const chromium = programs.find(({ name }) => name === 'Chromium')?.path;
  const env = {
    TEST_REDIS_URL: redis.url,
    ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
    ...(onlyFaults ? { FAULTS: 'all' } : {}),
  };
  const total: TestCount = { passed: 0, failed: 0 };
  try {
    for (const project of projects) {
      if (interrupted.signal.aborted) break;
      const one = await runProject({ project, env, report: join(folder, `${project}.json`) });
      total.passed += one.passed;
      total.failed += one.failed;
    }
  } finally {
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return total;
}

async function runProject(o: { project: string; env: Record<string, string>; report: string }): Promise<TestCount> {
  console.log(`\n${o.project}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${o.report}`];
  const command = ['vitest', 'run', '--project', o.project, '--passWithNoTests', ...reporters];
  const { code } = await runCommand(command, { env: o.env, isShown: true, signal: interrupted.signal });
  return countTests(o.report, code);
}
