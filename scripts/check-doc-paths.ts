import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { brokenPaths } from './doc-paths.ts';
import { repositoryRoot } from './run-command.ts';

process.chdir(repositoryRoot);
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md', '**/*.md']);
const documents = [...new Set(listed.toString().split('\n'))].filter((path) => path !== '' && existsSync(path));
const broken = documents.flatMap((path) => brokenPaths({ path, text: readFileSync(path, 'utf8') }, existsSync));
for (const line of broken) console.log(line);
process.exitCode = broken.length === 0 ? 0 : 1;
