/** Who may use a command; the use case decides again. `owners`: the pool's owner group and the operators. */
export type Audience = 'everyone' | 'requesters' | 'owners' | 'operators';

export interface FlagSpec {
  /** Without its dashes. */
  name: string;
  /** What follows it, for help; undefined for a switch. */
  value: string | undefined;
  /** A valid use, shown when the flag is used wrongly. */
  example: string;
}

export interface CommandSpec {
  name: string;
  positionals: { name: string; required: boolean; example: string }[];
  flags: FlagSpec[];
  /** What it does, in one line. */
  summary: string;
  example: string;
  audience: Audience;
}

const flag = (name: string, value: string, example: string): FlagSpec => ({
  name,
  value,
  example: `--${name} ${example}`,
});
const operation = [{ name: 'operation', required: true, example: 'op-1a2b3c' }];
const pool = { name: 'pool', required: true, example: 'payments' };

/** Every subcommand of `/egress-pool` in this version; parsing, help and "did you mean" come from here. */
export const commandSpecs: readonly CommandSpec[] = [
  {
    name: 'create',
    positionals: [{ name: 'name', required: false, example: 'payments' }],
    flags: [
      flag('cluster', 'C', 'prod'),
      flag('pods', 'N', '40'),
      flag('zones', 'z1,z2', 'cn-beijing-h,cn-beijing-k'),
      flag('nodes', 'N|min..max', '2..5'),
      flag('instance-type', 'T,..', 'ecs.g7.xlarge'),
      flag('namespaces', 'a,b', 'payments'),
      flag('owner', '@group', '@payments-team'),
      flag('ttl', '30d', '30d'),
      { name: 'dry-run', value: undefined, example: '--dry-run' },
    ],
    summary: 'provision a pool; without a name a form opens, with --dry-run nothing is changed',
    example: '/egress-pool create payments --pods 40',
    audience: 'requesters',
  },
  {
    name: 'list',
    positionals: [],
    flags: [],
    summary: 'the pools there are',
    example: '/egress-pool list',
    audience: 'everyone',
  },
  {
    name: 'show',
    positionals: [pool],
    flags: [],
    summary: 'zones, CIDRs, nodes and capacity of a pool',
    example: '/egress-pool show payments',
    audience: 'everyone',
  },
  {
    name: 'use',
    positionals: [pool, { name: 'workload', required: false, example: 'payments/api' }],
    flags: [],
    summary: "the YAML a workload needs; with a workload, proves its pods' addresses",
    example: '/egress-pool use payments payments/api',
    audience: 'everyone',
  },
  {
    name: 'verify',
    positionals: [pool],
    flags: [],
    summary: 'prove again that pods in each zone get addresses of the pool',
    example: '/egress-pool verify payments',
    audience: 'requesters',
  },
  {
    name: 'status',
    positionals: [{ name: 'operation', required: false, example: 'op-1a2b3c' }],
    flags: [],
    summary: 'what is running and what ended lately',
    example: '/egress-pool status',
    audience: 'everyone',
  },
  {
    name: 'retry',
    positionals: operation,
    flags: [],
    summary: 'try a failed operation again',
    example: '/egress-pool retry op-1a2b3c',
    audience: 'owners',
  },
  {
    name: 'rollback',
    positionals: operation,
    flags: [],
    summary: 'undo what an unfinished operation did',
    example: '/egress-pool rollback op-1a2b3c',
    audience: 'owners',
  },
  {
    name: 'cancel',
    positionals: operation,
    flags: [],
    summary: 'stop an operation before its next step; undoes nothing',
    example: '/egress-pool cancel op-1a2b3c',
    audience: 'owners',
  },
  {
    name: 'audit',
    positionals: [],
    flags: [flag('pool', 'P', 'payments'), flag('since', '7d', '7d')],
    summary: 'who did what and when; its button sends you all of it as files',
    example: '/egress-pool audit --since 7d',
    audience: 'operators',
  },
  {
    name: 'help',
    positionals: [],
    flags: [],
    summary: 'this list',
    example: '/egress-pool help',
    audience: 'everyone',
  },
];
