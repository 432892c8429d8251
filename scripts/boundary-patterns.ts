import { areas, type Boundary, bannedInEmulators, outside, ports } from './boundaries.ts';

export interface ImportPattern {
  group: string[];
  message: string;
}

const wide = new Set(['wiring']);

/** Everything that one area must not import, complete: an override replaces what was said before it. */
export function patternsOf(boundary: Boundary, packages: readonly string[]): ImportPattern[] {
  return [
    {
      group: outside.map((folder) => `**/${folder}/**`),
      message:
        'src never imports what stands beside it: the service must run without it. Move what both need into src.',
    },
    ...areas.flatMap((target) => areaPatterns(boundary, target)),
    ...packagePatterns(boundary, packages),
    ...builtinPatterns(boundary),
  ];
}

/** The emulators import nothing of ours and no vendor client. */
export function emulatorPatterns(): ImportPattern[] {
  const own = {
    group: ['src', 'demo', 'test', 'bench', 'scripts'].map((folder) => `**/${folder}/**`),
    message: 'emulators/ imports nothing of ours: it stands in for a vendor and must not share our mistakes.',
  };
  const message = 'An emulator speaks the protocol itself; with the vendor client inside, a test proves nothing.';
  return [own, { group: bannedInEmulators.flatMap(packageGroup), message }];
}

function areaPatterns(boundary: Boundary, target: string): ImportPattern[] {
  const [home = '', adapter] = boundary.area.split('/');
  const adapters = ports[target] ?? [];
  if (wide.has(home)) return [];
  if (home === target) return ownAdapterPatterns(target, adapter, adapters);
  if (!boundary.mayImport.includes(target)) return [{ group: [`**/${target}/**`], message: advice(boundary, target) }];
  return adapters.map((one) => ({
    group: [`**/${target}/${one}/**`],
    message: `Import src/${target}/${target}.ts and take the adapter as an argument; src/wiring passes it in.`,
  }));
}

/** A port knows nothing of its adapters. */
function ownAdapterPatterns(target: string, adapter: string | undefined, adapters: readonly string[]): ImportPattern[] {
  if (adapter !== undefined || adapters.length === 0) return [];
  const message = `src/${target} is the contract: its adapters import it, never the other way round.`;
  return [{ group: adapters.map((one) => `**/${one}/**`), message }];
}

function advice({ area }: Boundary, target: string): string {
  const start = `src/${area} may not import src/${target}.`;
  if (target === 'wiring') return `${start} Only src/main.ts and src/cli.ts start the object graph.`;
  if (target === 'config') return `${start} Take the settings as arguments; src/wiring passes them in.`;
  if (target === 'slack') return `${start} Tell people through src/notify/notify.ts.`;
  if (target === 'use-cases') return `${start} Move the rule that both need into src/domain.`;
  if (target === 'workflows' || target === 'sweeps') return `${start} Enqueue a job through src/queue/queue.ts.`;
  return `${start} Take what you need as an argument, or move the pure part into src/domain.`;
}

function packagePatterns({ area, packages: allowed }: Boundary, packages: readonly string[]): ImportPattern[] {
  const message = `src/${area} may not use this package: each one has its one place (scripts/boundaries.ts).`;
  const banned = packages.filter((name) => !allowed.some((pattern) => matchesPackage(pattern, name)));
  return banned.length === 0 ? [] : [{ group: banned.flatMap(packageGroup), message }];
}

function builtinPatterns({ area, builtins }: Boundary): ImportPattern[] {
  if (builtins === 'all') return [];
  const allowed = builtins.map((name) => `!node:${name}`);
  const message = `src/${area} does no I/O: take it as an argument through a port.`;
  return [{ group: ['node:*', 'node:*/**', ...allowed], message }];
}

/** Whether a package name is meant by a name, `@scope/*` or `*`. */
export function matchesPackage(pattern: string, name: string): boolean {
  return pattern === '*' || pattern === name || (pattern.endsWith('/*') && name.startsWith(pattern.slice(0, -1)));
}

function packageGroup(name: string): string[] {
  return name.endsWith('/*') ? [`${name.slice(0, -1)}**`] : [name, `${name}/**`];
}
