import { existsSync, readFileSync } from 'node:fs';

export interface TestCount {
  passed: number;
  failed: number;
}

interface Report {
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/**
 * Counts what a run of vitest reported. A file that failed without a failed test (it does not load, its set-up
 * failed) counts as one, and so does a run that failed without saying why.
 */
export function countTests(reportPath: string, exitCode: number): TestCount {
  const files = existsSync(reportPath) ? (JSON.parse(readFileSync(reportPath, 'utf8')) as Report).testResults : [];
  const count = { passed: 0, failed: 0 };
  for (const file of files) {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed').length;
    count.passed += file.assertionResults.filter(({ status }) => status === 'passed').length;
    count.failed += failed === 0 && file.status === 'failed' ? 1 : failed;
  }
  if (exitCode !== 0 && count.failed === 0) count.failed = 1;
  return count;
}
