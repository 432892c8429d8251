import { showAudit } from '../../use-cases/show-audit.ts';
import { auditEntries } from '../blocks/audit-entries.ts';
import type { Reply } from '../listener-deps.ts';
import { refusedRead } from './refused-read.ts';
import type { CommandRequest } from './run-command.ts';

export async function audit(
  { ctx, operationId }: CommandRequest,
  asked: { pool: string | undefined; since: string | undefined },
): Promise<Reply> {
  const answer = await showAudit(ctx, { operationId, ...asked });
  return answer.kind === 'found' ? { message: auditEntries(answer) } : refusedRead(answer, 'audit');
}
