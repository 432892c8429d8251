/**
 * Who may use a command; the use case decides again. `owners`: the pool's owner group and the operators; `deciders`: the
 * requesters, owners and those whom a rule asks.
 */
export type Audience = 'everyone' | 'requesters' | 'owners' | 'operators' | 'deciders';

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
  /** The last one may stand for any number of words. */
  positionals: { name: string; required: boolean; example: string; repeats?: true }[];
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
const instance = { name: 'instance', required: false, example: 'rm-2ze1example' };
const dryRun: FlagSpec = { name: 'dry-run', value: undefined, example: '--dry-run' };

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
      flag('reason', '"..."', '"the payments service needs fixed addresses"'),
      dryRun,
    ],
    summary:
      'provision a pool; without a name a form opens, with --dry-run nothing is changed; at the end of --ttl its owner is asked whether it is still needed',
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
    summary: 'zones, CIDRs, nodes and capacity of a pool, who uses it, and what others changed about it',
    example: '/egress-pool show payments',
    audience: 'everyone',
  },
  {
    name: 'capacity',
    positionals: [{ ...pool, required: false }],
    flags: [],
    summary: 'how full the pools are and when they are empty; with a pool, zone by zone with a chart',
    example: '/egress-pool capacity payments',
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
    positionals: [pool, instance],
    flags: [],
    summary: 'prove again that pods in each zone get addresses of the pool and, with a database, connect to it',
    example: '/egress-pool verify payments rm-2ze1example',
    audience: 'requesters',
  },
  {
    name: 'resize',
    positionals: [pool],
    flags: [flag('pods', 'N', '80'), flag('nodes', 'N|min..max', '3..5'), dryRun],
    summary: 'make a pool larger or smaller; its databases are asked before pods get new addresses',
    example: '/egress-pool resize payments --pods 80',
    audience: 'owners',
  },
  {
    name: 'delete',
    positionals: [pool],
    flags: [flag('confirm', 'name', 'payments'), { name: 'dry-run', value: undefined, example: '--dry-run' }],
    summary: 'take a pool away, once its name was typed again; with --dry-run what goes and what is in the way',
    example: '/egress-pool delete payments',
    audience: 'owners',
  },
  {
    name: 'adopt',
    positionals: [pool, { name: 'node', required: true, example: 'cn-beijing.10.0.1.7', repeats: true }],
    flags: [flag('confirm', 'name', 'payments'), dryRun],
    summary:
      'bring nodes that exist into a pool, once its name was typed again; their system disks are replaced. With --dry-run whether they can come over',
    example: '/egress-pool adopt payments cn-beijing.10.0.1.7',
    audience: 'operators',
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
    name: 'allow',
    positionals: [{ ...pool, required: false }, instance],
    flags: [
      flag('for', '7d', '7d'),
      flag('reason', '"..."', '"the payments service needs its database"'),
      { name: 'break-glass', value: undefined, example: '--break-glass' },
    ],
    summary: 'ask for a database to let a pool in; without arguments a form opens',
    example: '/egress-pool allow payments rm-2ze1example --for 7d --reason "why"',
    audience: 'requesters',
  },
  {
    name: 'grants',
    positionals: [{ name: 'pool-or-instance', required: false, example: 'payments' }],
    flags: [],
    summary: 'which databases let which pools in, and what is asked for',
    example: '/egress-pool grants payments',
    audience: 'everyone',
  },
  {
    name: 'extend',
    positionals: [{ name: 'grant', required: true, example: 'grant-1a2b3c' }],
    flags: [flag('for', '7d', '7d')],
    summary: 'ask for a later end of a grant',
    example: '/egress-pool extend grant-1a2b3c --for 7d',
    audience: 'owners',
  },
  {
    name: 'revoke',
    positionals: [pool, instance],
    flags: [{ name: 'all', value: undefined, example: '--all' }],
    summary: 'close a database to a pool at once; with --all every one',
    example: '/egress-pool revoke payments rm-2ze1example',
    audience: 'deciders',
  },
  {
    name: 'namespaces',
    positionals: [pool, { name: 'change', required: true, example: '+billing', repeats: true }],
    flags: [dryRun],
    summary:
      'let pods of other namespaces into a pool (+a), or out (-b); where databases are open, their approvers decide',
    example: '/egress-pool namespaces payments +billing -legacy',
    audience: 'owners',
  },
  {
    name: 'owner',
    positionals: [pool, { name: 'group', required: true, example: '@payments-team' }],
    flags: [],
    summary: 'give a pool to another user group, which may change it from then on',
    example: '/egress-pool owner payments @payments-team',
    audience: 'owners',
  },
  {
    name: 'describe',
    positionals: [pool, { name: 'description', required: true, example: '"settles card payments"' }],
    flags: [],
    summary: 'say what a pool is for, for everybody who looks at it or decides about it; "" takes it away',
    example: '/egress-pool describe payments "settles card payments"',
    audience: 'owners',
  },
  {
    name: 'freeze',
    positionals: [{ name: 'reason', required: false, example: '"incident 42"' }],
    flags: [],
    summary: 'stop every change that opens a database; closing goes on',
    example: '/egress-pool freeze "incident 42"',
    audience: 'operators',
  },
  {
    name: 'unfreeze',
    positionals: [],
    flags: [],
    summary: 'let changes that open databases go on',
    example: '/egress-pool unfreeze',
    audience: 'operators',
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
