import { runCommand } from './run-command.ts';

export interface Check {
  name: string;
  command: readonly string[];
}

/** What must hold before anything is tested; none of it needs a service. */
export const checks: readonly Check[] = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'boundaries', command: ['node', 'scripts/generate-boundaries.ts', '--check'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
  { name: 'doc paths', command: ['node', 'scripts/check-doc-paths.ts'] },
];

export const unitTests: Check = { name: 'unit tests', command: ['vitest', 'run', '--project', 'unit'] };

/**
 * Runs the checks, two at a time; prints one line each, and what a failed one printed. Answers the names of those
 * that failed.
 */
export async function runChecks(wanted: readonly Check[], signal?: AbortSignal): Promise<string[]> {
  const waiting = [...wanted];
  const failed: string[] = [];
  const runNext = async (): Promise<void> => {
    const check = waiting.shift();
    if (check === undefined || signal?.aborted === true) return;
    const startedAt = performance.now();
    const { code, output } = await runCommand(check.command, signal === undefined ? {} : { signal });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)`);
    if (code !== 0) {
      failed.push(check.name);
      console.log(`${output.trimEnd()}\n`);
    }
    await runNext();
  };
  await Promise.all([runNext(), runNext()]);
  return failed;
}
