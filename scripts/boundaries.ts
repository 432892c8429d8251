/** One area of `src` and everything that it may import besides itself. */
export interface Boundary {
  /** Its path under `src`: a folder or, with `.ts`, a file. The most exact entry of this table counts. */
  area: string;
  /** Other folders of `src`. A port is meant without its adapters. */
  mayImport: readonly string[];
  /** Packages; `@scope/*` is every package of a scope. */
  packages: readonly string[];
  /** Node's own modules, without `node:`. */
  builtins: 'all' | readonly string[];
}

/** Folders whose files are a contract and whose subfolders are the one place for a technology. */
export const ports: Readonly<Record<string, readonly string[]>> = {
  charts: ['echarts'],
  cloud: ['alibaba'],
  kubernetes: ['client-node'],
  limits: ['redis'],
  queue: ['bullmq'],
  store: ['redis'],
};

export const areas = [
  ...['config', 'wiring', 'domain', 'use-cases', 'workflows', 'sweeps', 'notify', 'slack', 'platform'],
  ...Object.keys(ports),
];

/** What stands beside `src` and is never part of the service. */
export const outside = ['emulators', 'demo', 'test', 'bench', 'scripts'];

const portNames = [...Object.keys(ports), 'notify'];
const pure = { packages: ['zod'], builtins: ['crypto'] };

/** The table of the layout; the linter's configuration is made from it (`npm run boundaries`). */
export const boundaries: readonly Boundary[] = [
  { area: 'main.ts', mayImport: ['config', 'wiring', 'platform'], packages: [], builtins: 'all' },
  { area: 'cli.ts', mayImport: ['config', 'wiring', 'platform'], packages: [], builtins: 'all' },
  { area: 'config', mayImport: ['domain'], packages: ['zod', 'yaml'], builtins: ['util'] },
  { area: 'domain', mayImport: [], packages: ['ipaddr.js', 'zod'], builtins: ['crypto'] },
  { area: 'platform', mayImport: [], packages: ['pino', 'prom-client'], builtins: 'all' },
  { area: 'use-cases', mayImport: ['domain', 'platform', ...portNames], ...pure },
  { area: 'workflows', mayImport: ['domain', 'platform', ...portNames], ...pure },
  { area: 'sweeps', mayImport: ['domain', 'platform', ...portNames], ...pure },
  { area: 'notify', mayImport: ['domain'], ...pure },
  { area: 'charts', mayImport: ['domain'], ...pure },
  {
    area: 'charts/echarts',
    mayImport: ['domain'],
    packages: ['@napi-rs/canvas', 'dejavu-fonts-ttf', 'echarts', 'zod'],
    builtins: 'all',
  },
  { area: 'cloud', mayImport: ['domain', 'platform'], ...pure },
  {
    area: 'cloud/alibaba',
    mayImport: ['domain', 'platform', 'limits'],
    packages: ['@alicloud/*', 'zod'],
    builtins: 'all',
  },
  { area: 'kubernetes', mayImport: ['domain', 'platform'], ...pure },
  {
    area: 'kubernetes/client-node',
    mayImport: ['domain', 'platform', 'limits'],
    packages: ['@kubernetes/client-node', 'undici', 'yaml', 'zod'],
    builtins: 'all',
  },
  { area: 'limits', mayImport: ['domain', 'platform'], ...pure },
  {
    area: 'limits/redis',
    mayImport: ['domain', 'platform'],
    packages: ['rate-limiter-flexible', 'ioredis', 'zod'],
    builtins: 'all',
  },
  { area: 'queue', mayImport: ['domain', 'platform'], ...pure },
  { area: 'queue/bullmq', mayImport: ['domain', 'platform'], packages: ['bullmq', 'zod'], builtins: 'all' },
  { area: 'store', mayImport: ['domain', 'platform'], ...pure },
  { area: 'store/redis', mayImport: ['domain', 'platform'], packages: ['ioredis', 'zod'], builtins: 'all' },
  {
    area: 'slack',
    mayImport: ['use-cases', 'notify', 'domain', 'platform', 'store', 'queue', 'limits', 'charts'],
    packages: ['@slack/*', 'undici', 'zod'],
    builtins: 'all',
  },
  { area: 'wiring', mayImport: areas, packages: ['*'], builtins: 'all' },
];

/** The stand-ins speak the vendors' protocols themselves: with the vendors' clients inside they would prove nothing. */
export const bannedInEmulators = [
  ...['@alicloud/*', '@kubernetes/*', '@slack/bolt', '@slack/web-api', 'bullmq', 'ioredis', 'rate-limiter-flexible'],
];
