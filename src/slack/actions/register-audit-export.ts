import type { App } from '@slack/bolt';
import { exportIdPattern } from '../../domain/names.ts';
import { requestAuditExport } from '../../use-cases/request-audit-export.ts';
import { answers } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { paragraph } from '../blocks/text.ts';
import { refusedRead } from '../commands/refused-read.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { onClick } from './on-click.ts';

/** The button under entries of the audit log: sends the clicker the files. */
export function registerAuditExport(app: App, deps: ListenerDeps): void {
  onClick(app, deps, {
    actionId: actionIds.auditExport,
    carries: exportIdPattern,
    async act({ ctx }, exportId) {
      const answer = await requestAuditExport(ctx, { exportId });
      if (answer.kind === 'stale')
        return { message: answers.exportGone(), problem: 'an export that is not on offer to them' };
      return answer.kind === 'accepted'
        ? { message: paragraph(answer.repeated ? alreadyAsked : comes) }
        : refusedRead(answer, exportId);
    },
  });
}

const comes = ':hourglass_flowing_sand: The files come to your direct messages with egress-pool in a moment.';
const alreadyAsked =
  'This export was asked for already; its files are in your direct messages with egress-pool, or on their way.';
