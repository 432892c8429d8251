import { execFileSync } from 'node:child_process';
import { chromiumPackages, findChromium } from './chromium.ts';
import { findProgram } from './find-program.ts';
import { findRedisServer } from './redis-server.ts';

export interface Program {
  name: string;
  path: string;
}

interface Need {
  name: string;
  find: () => string | undefined;
  packages: readonly string[];
  onMac: string;
}

const redis: Need = { name: 'Redis', find: findRedisServer, packages: ['redis-server'], onMac: 'brew install redis' };
const chromium: Need = {
  name: 'Chromium',
  find: findChromium,
  packages: chromiumPackages,
  onMac: 'brew install --cask chromium',
};

/**
 * Finds what the tests need; on Debian and Ubuntu as root installs what is missing. Answers undefined, after saying
 * the one command that helps, when something cannot be had.
 */
export function findOrInstall(wanted: { browser: boolean }): Program[] | undefined {
  const needs = wanted.browser ? [redis, chromium] : [redis];
  const missing = needs.filter((need) => need.find() === undefined);
  const packages = missing.flatMap((need) => need.packages);
  if (missing.length > 0 && canInstall()) install(packages);
  const still = needs.filter((need) => need.find() === undefined);
  if (still.length > 0) {
    const names = still.map((need) => need.name).join(' and ');
    console.log(`${names} cannot be found. Install with: ${installCommand(still)}`);
    return undefined;
  }
  return needs.map((need) => ({ name: need.name, path: need.find() ?? '' }));
}

function canInstall(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && findProgram(['apt-get']) !== undefined;
}

function install(packages: readonly string[]): void {
  console.log(`installing with apt-get: ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const wanted = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
    execFileSync('apt-get', wanted, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    console.log('apt-get did not succeed; what it said is above');
  }
}

function installCommand(needs: readonly Need[]): string {
  if (process.platform === 'darwin') return needs.map((need) => need.onMac).join(' && ');
  const packages = needs.flatMap((need) => need.packages).join(' ');
  return `sudo apt-get install -y --no-install-recommends ${packages} (or your system's packages of these programs)`;
}
