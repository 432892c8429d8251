import { isKnownError } from '../../domain/errors.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import { answers } from '../answers.ts';
import { problems } from '../blocks/problems.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { withDeadline } from '../with-deadline.ts';
import { adopt } from './adopt.ts';
import { allow } from './allow.ts';
import { audit } from './audit.ts';
import { capacity } from './capacity.ts';
import type { Command } from './command.ts';
import { create } from './create.ts';
import { deletePool } from './delete.ts';
import { describe } from './describe.ts';
import { extend } from './extend.ts';
import { freezing } from './freezing.ts';
import { grants } from './grants.ts';
import { helpFor } from './help.ts';
import { list } from './list.ts';
import { namespaces } from './namespaces.ts';
import { owner } from './owner.ts';
import { parseCommand } from './parse-command.ts';
import { resize } from './resize.ts';
import { revoke } from './revoke.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { steer } from './steer.ts';
import { use } from './use.ts';
import { verify } from './verify.ts';

export interface CommandRequest {
  ctx: UseCaseContext;
  /** Who asked, and where. */
  userId: string;
  channelId: string;
  /** Derived from the trigger, so a delivery that comes twice is one request. */
  operationId: string;
}

/** Parses, calls one use case and answers. Never throws: what cannot be answered is answered as unknown. */
export async function runCommand(
  deps: Pick<ListenerDeps, 'log'>,
  request: CommandRequest,
  text: string,
): Promise<Reply> {
  const parsed = parseCommand(text);
  if (!parsed.ok) return { message: problems(parsed.problems) };
  const { command } = parsed;
  try {
    return await withDeadline(() => dispatch(request, command));
  } catch (err) {
    const isStore = isKnownError(err) && err.code === 'STORE_UNAVAILABLE';
    deps.log.error(
      { requestId: request.operationId, command: command.kind, err },
      'a command could not be carried out',
    );
    if (isRead(command)) return { message: isStore ? answers.readFailed() : answers.broken(request.operationId) };
    return { message: answers.outcomeUnknown(operationAskedFor(command) ?? request.operationId) };
  }
}

function dispatch(request: CommandRequest, command: Command): Promise<Reply> {
  switch (command.kind) {
    case 'help':
      return helpFor(request);
    case 'list':
      return list(request);
    case 'create':
      return create(request, command.raw);
    case 'show':
      return show(request, command.pool);
    case 'capacity':
      return capacity(request, command.pool);
    case 'use':
      return use(request, command);
    case 'verify':
      return verify(request, command);
    case 'resize':
      return resize(request, command.raw);
    case 'delete':
      return deletePool(request, command.raw);
    case 'adopt':
      return adopt(request, command.raw);
    case 'status':
      return status(request, command.operationId);
    case 'allow':
      return allow(request, command.raw);
    case 'grants':
      return grants(request, command.of);
    case 'extend':
      return extend(request, command);
    case 'revoke':
      return revoke(request, command);
    case 'namespaces':
      return namespaces(request, command);
    case 'owner':
      return owner(request, command);
    case 'describe':
      return describe(request, command);
    case 'freeze':
    case 'unfreeze':
      return freezing(request, command);
    case 'audit':
      return audit(request, command);
    case 'retry':
    case 'rollback':
    case 'cancel':
      return steer(request, command);
  }
}

function isRead(command: Command): boolean {
  const isForm = command.kind === 'create' && command.raw.name === undefined;
  const isTyped = command.kind === 'delete' || command.kind === 'adopt';
  const isUnconfirmed = isTyped && command.raw.confirm === undefined && !command.raw.dryRun;
  const isUse = command.kind === 'use' && command.workload === undefined;
  return (
    isForm ||
    isUnconfirmed ||
    isUse ||
    ['help', 'list', 'show', 'status', 'grants', 'audit', 'capacity'].includes(command.kind)
  );
}

function operationAskedFor(command: Command): string | undefined {
  return 'operationId' in command ? command.operationId : undefined;
}
