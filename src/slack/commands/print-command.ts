import type { RawCreateRequest } from '../../domain/create-request.ts';
import type { Command } from './command.ts';

/** A command as a person would type it; `parseCommand` reads it back. Escape it before it goes into mrkdwn. */
export function printCommand(command: Command): string {
  return ['/egress-pool', command.kind, ...wordsOf(command)].join(' ');
}

function wordsOf(command: Command): string[] {
  switch (command.kind) {
    case 'help':
    case 'list':
      return [];
    case 'create':
      return createWords(command.raw);
    case 'show':
    case 'verify':
      return [word(command.pool)];
    case 'use':
      return [word(command.pool), ...optional(command.workload)];
    case 'status':
      return optional(command.operationId);
    case 'audit':
      return flagWords([
        ['pool', command.pool],
        ['since', command.since],
      ]);
    case 'retry':
    case 'rollback':
    case 'cancel':
      return [word(command.operationId)];
  }
}

function createWords(raw: RawCreateRequest): string[] {
  const flags: [string, string | undefined][] = [
    ['cluster', raw.cluster],
    ['pods', raw.pods],
    ['zones', raw.zones],
    ['nodes', raw.nodes],
    ['instance-type', raw.instanceType],
    ['namespaces', raw.namespaces],
    ['owner', raw.owner],
    ['ttl', raw.ttl],
  ];
  return [...optional(raw.name), ...flagWords(flags), ...(raw.dryRun ? ['--dry-run'] : [])];
}

function flagWords(flags: [name: string, value: string | undefined][]): string[] {
  return flags.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, word(value)]));
}

function optional(value: string | undefined): string[] {
  return value === undefined ? [] : [word(value)];
}

function word(value: string): string {
  if (/^[\w.,/@:+^|-]+$/.test(value) && !value.startsWith('-')) return value;
  return `"${value.replace(/[\\"“”„‟]/g, (character) => `\\${character}`)}"`;
}
