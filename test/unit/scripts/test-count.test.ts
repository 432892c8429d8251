import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { countTests } from '../../../scripts/test-count.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function report(files: { status: string; tests: string[] }[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'egress-pool-count-'));
  folders.push(folder);
  const path = join(folder, 'report.json');
  const testResults = files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((one) => ({ status: one })),
  }));
  writeFileSync(path, JSON.stringify({ testResults }));
  return path;
}

test('counts what passed and what failed', () => {
  const path = report([{ status: 'failed', tests: ['passed', 'failed', 'pending'] }]);

  expect(countTests(path, 1)).toEqual({ passed: 1, failed: 1 });
});

test('a file that does not load counts as one that failed', () => {
  expect(countTests(report([{ status: 'failed', tests: [] }]), 1)).toEqual({ passed: 0, failed: 1 });
});

test('a run that failed without a failed test counts as one that failed', () => {
  expect(countTests(report([{ status: 'passed', tests: ['passed'] }]), 1)).toEqual({ passed: 1, failed: 1 });
  expect(countTests('/nowhere.json', 1)).toEqual({ passed: 0, failed: 1 });
});

test('a project without tests counts nothing', () => {
  expect(countTests('/nowhere.json', 0)).toEqual({ passed: 0, failed: 0 });
});
