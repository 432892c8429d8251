import { checks, runChecks, unitTests } from './checks.ts';

const failed = await runChecks([unitTests, ...checks]);
console.log(failed.length === 0 ? 'all checks passed' : `failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
