import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { areas, type Boundary, bannedInEmulators, boundaries, outside, ports } from '../../../scripts/boundaries.ts';
import { matchesPackage } from '../../../scripts/boundary-patterns.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const packages = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
const builtins = ['fs', 'fs/promises', 'net', 'http', 'child_process', 'crypto'];
const forms = {
  static: (target: string) => `import '${target}';`,
  type: (target: string) => `import type { Thing } from '${target}';`,
  dynamic: (target: string) => `await import('${target}');`,
  reexport: (target: string) => `export * from '${target}';`,
};

interface Pair {
  /** The importing file. */
  from: string;
  /** What the import names. */
  target: string;
  isAllowed: boolean;
  line: string;
}
const pairs: Pair[] = [];
let refused: Set<string>;

const folder = mkdtempSync(join(tmpdir(), 'egress-pool-boundaries-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  for (const boundary of boundaries) collect(sourceFiles(boundary), targetsOf(boundary));
  collect(['emulators/alicloud/sample.ts', 'emulators/slack/web/sample.ts'], emulatorTargets());
  refused = await lint();
}, 60_000);

test('the linter refuses every import that the table forbids: static, type only, dynamic and re-exported', () => {
  const missed = pairs.filter((pair) => !pair.isAllowed && !refused.has(pair.line));

  expect(missed).toEqual([]);
  expect(pairs.filter((pair) => !pair.isAllowed).length).toBeGreaterThan(4000);
});

test('the linter accepts every import that the table allows', () => {
  const wronged = pairs.filter((pair) => pair.isAllowed && refused.has(pair.line));

  expect(wronged).toEqual([]);
  expect(pairs.filter((pair) => pair.isAllowed).length).toBeGreaterThan(500);
});

test('the table has a row for every folder of src', () => {
  expect([...areas].toSorted()).toEqual(
    [...new Set(boundaries.map(({ area }) => area.split('/')[0] ?? ''))]
      .filter((area) => !area.endsWith('.ts'))
      .toSorted(),
  );
});

/** A file at the top of the area and one deeper inside, so that longer `../../` paths are tried too. */
function sourceFiles({ area }: Boundary): string[] {
  return area.endsWith('.ts') ? [`src/${area}`] : [`src/${area}/sample.ts`, `src/${area}/inner/part/sample.ts`];
}

interface Target {
  /** A path from the root, or a package. */
  path: string;
  isAllowed: boolean;
}

function targetsOf(boundary: Boundary): Target[] {
  const [home = '', adapter] = boundary.area.split('/');
  const isWiring = home === 'wiring';
  const own = areas.flatMap((area): Target[] => {
    const mayPort = isWiring || area === home || boundary.mayImport.includes(area);
    const adapters = ports[area] ?? [];
    return [
      { path: `src/${area}/${area}.ts`, isAllowed: mayPort },
      { path: `src/${area}/other.ts`, isAllowed: mayPort },
      ...adapters.map((one) => ({
        path: `src/${area}/${one}/other.ts`,
        isAllowed: isWiring || (area === home && adapter === one),
      })),
    ];
  });
  const mayUse = (name: string) => boundary.packages.some((pattern) => matchesPackage(pattern, name));
  const mayUseBuiltin = (name: string) => boundary.builtins === 'all' || boundary.builtins.includes(name);
  return [
    ...own,
    ...outside.map((name) => ({ path: `${name}/some/thing.ts`, isAllowed: false })),
    ...packages.map((name) => ({ path: name, isAllowed: mayUse(name) })),
    ...packages.map((name) => ({ path: `${name}/deep/file.js`, isAllowed: mayUse(name) })),
    ...builtins.map((name) => ({ path: `node:${name}`, isAllowed: mayUseBuiltin(name) })),
  ];
}

function emulatorTargets(): Target[] {
  const isBanned = (name: string) => bannedInEmulators.some((pattern) => matchesPackage(pattern, name));
  return [
    ...['src/domain/cidr.ts', 'src/main.ts', 'test/support/redis.ts', 'demo/main.ts', 'scripts/test.ts'].map(
      (path) => ({
        path,
        isAllowed: false,
      }),
    ),
    { path: 'emulators/clock/clock.ts', isAllowed: true },
    ...packages.map((name) => ({ path: name, isAllowed: !isBanned(name) })),
    ...builtins.map((name) => ({ path: `node:${name}`, isAllowed: true })),
  ];
}

function collect(files: readonly string[], targets: readonly Target[]): void {
  for (const from of files) {
    const lines: string[] = [];
    for (const { path, isAllowed } of targets) {
      const isOwn = /^(src|emulators|test|demo|bench|scripts)\//.test(path);
      const target = isOwn ? relative(from, path) : path;
      for (const form of Object.values(forms)) {
        lines.push(form(target));
        pairs.push({ from, target, isAllowed, line: `${from}:${lines.length}` });
      }
    }
    const place = join(folder, from);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, `${lines.join('\n')}\n`);
  }
}

function relative(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

/** One run of the real linter over all files, with the generated configuration; answers the lines it refused. */
async function lint(): Promise<Set<string>> {
  writeFileSync(join(folder, 'biome.boundaries.json'), readFileSync(join(root, 'biome.boundaries.json')));
  const config = {
    extends: ['./biome.boundaries.json'],
    files: { maxSize: 10_000_000 },
    linter: { rules: { preset: 'none' } },
  };
  writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
  const args = ['lint', '--max-diagnostics=none', '--reporter=json', '.'];
  const output = await new Promise<string>((resolve) => {
    const settings = { cwd: folder, maxBuffer: 1_000_000_000 };
    execFile(join(root, 'node_modules/.bin/biome'), args, settings, (_, stdout) => resolve(stdout));
  });
  const report = JSON.parse(output) as {
    diagnostics: { category: string; location: { path: string; start: { line: number } } }[];
  };
  return new Set(
    report.diagnostics
      .filter(({ category }) => category === 'lint/style/noRestrictedImports')
      .map(({ location }) => `${location.path.replace(/^\.\//, '')}:${location.start.line}`),
  );
}
