import type { RawCreateRequest } from '../../domain/create-request.ts';
import type { RawAdoptRequest } from '../../use-cases/request-adopt-nodes.ts';
import type { RawDeleteRequest } from '../../use-cases/request-delete-pool.ts';
import type { RawResizeRequest } from '../../use-cases/request-resize-pool.ts';
import type { AllowRequest, Command } from './command.ts';

/** A command as a person would type it; `parseCommand` reads it back. Escape it before it goes into mrkdwn. */
export function printCommand(command: Command): string {
  return ['/egress-pool', command.kind, ...wordsOf(command)].join(' ');
}

function wordsOf(command: Command): string[] {
  switch (command.kind) {
    case 'help':
    case 'list':
    case 'unfreeze':
      return [];
    case 'create':
      return createWords(command.raw);
    case 'show':
      return [word(command.pool)];
    case 'capacity':
      return optional(command.pool);
    case 'verify':
      return [word(command.pool), ...optional(command.instance)];
    case 'use':
      return [word(command.pool), ...optional(command.workload)];
    case 'resize':
      return resizeWords(command.raw);
    case 'delete':
      return deleteWords(command.raw);
    case 'adopt':
      return adoptWords(command.raw);
    case 'status':
      return optional(command.operationId);
    case 'allow':
      return allowWords(command.raw);
    case 'grants':
      return optional(command.of);
    case 'extend':
      return [word(command.grantId), ...flagWords([['for', command.for]])];
    case 'revoke':
      return [word(command.pool), ...optional(command.instance), ...(command.all ? ['--all'] : [])];
    case 'namespaces':
      return [word(command.pool), ...command.changes.map(changeWord), ...(command.dryRun ? ['--dry-run'] : [])];
    case 'owner':
      return [word(command.pool), word(command.group)];
    case 'describe':
      return [word(command.pool), word(command.description)];
    case 'freeze':
      return optional(command.reason);
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

function allowWords(raw: AllowRequest): string[] {
  const flags = flagWords([
    ['for', raw.for],
    ['reason', raw.reason],
  ]);
  return [...optional(raw.pool), ...optional(raw.instance), ...flags, ...(raw.breakGlass ? ['--break-glass'] : [])];
}

function resizeWords(raw: RawResizeRequest): string[] {
  const flags = flagWords([
    ['pods', raw.pods],
    ['nodes', raw.nodes],
  ]);
  return [word(raw.pool), ...flags, ...(raw.dryRun ? ['--dry-run'] : [])];
}

function deleteWords(raw: RawDeleteRequest): string[] {
  return [word(raw.pool), ...flagWords([['confirm', raw.confirm]]), ...(raw.dryRun ? ['--dry-run'] : [])];
}

function adoptWords(raw: RawAdoptRequest): string[] {
  const flags = flagWords([['confirm', raw.confirm]]);
  return [word(raw.pool), ...raw.nodes.map(word), ...flags, ...(raw.dryRun ? ['--dry-run'] : [])];
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
    ['reason', raw.reason],
  ];
  return [...optional(raw.name), ...flagWords(flags), ...(raw.dryRun ? ['--dry-run'] : [])];
}

function flagWords(flags: [name: string, value: string | undefined][]): string[] {
  return flags.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, word(value)]));
}

/** `-legacy` is no flag; everything else is a word like any other. */
function changeWord(change: string): string {
  return /^-[a-z0-9][a-z0-9,-]*$/.test(change) ? change : word(change);
}

function optional(value: string | undefined): string[] {
  return value === undefined ? [] : [word(value)];
}

function word(value: string): string {
  if (/^[\w.,/@:+^|-]+$/.test(value) && !value.startsWith('-')) return value;
  return `"${value.replace(/[\\"“”„‟]/g, (character) => `\\${character}`)}"`;
}
