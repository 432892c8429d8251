import type { App, BlockAction } from '@slack/bolt';
import { exportIdPattern } from '../../domain/names.ts';
import { requestAuditExport } from '../../use-cases/request-audit-export.ts';
import { afterAck } from '../after-ack.ts';
import { answers } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { type Message, paragraph } from '../blocks/text.ts';
import { refusedRead } from '../commands/refused-read.ts';
import { ephemeral } from '../ephemeral.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { answerClick } from './answer-click.ts';
import { readClick } from './click.ts';

/** The button under entries of the audit log: sends the clicker the files. */
export function registerAuditExport(app: App, deps: ListenerDeps): void {
  app.action<BlockAction>(actionIds.auditExport, async ({ body, action, ack, respond }) => {
    const click = readClick(body, action, exportIdPattern);
    const { ctx, message, follow } = await answerClick(deps, click, async (acting, exportId): Promise<Reply> => {
      const answer = await requestAuditExport(acting, { exportId });
      if (answer.kind === 'stale')
        return { message: answers.exportGone(), problem: 'an export that is not on offer to them' };
      return answer.kind === 'accepted'
        ? { message: paragraph(answer.repeated ? alreadyAsked : comes) }
        : refusedRead(answer, exportId);
    });
    await ack();
    const tell = (told: Message) => respond(ephemeral(told));
    if (message) await tell(message);
    await afterAck(deps, { ctx, follow, channelId: click.channelId, triggerId: body.trigger_id, tell });
  });
}

const comes = ':hourglass_flowing_sand: The files come to your direct messages with egress-pool in a moment.';
const alreadyAsked =
  'This export was asked for already; its files are in your direct messages with egress-pool, or on their way.';
