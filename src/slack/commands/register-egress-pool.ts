import type { App } from '@slack/bolt';
import { operationIdFrom } from '../../domain/names.ts';
import { recordRefusal } from '../../use-cases/record-refusal.ts';
import { afterAck } from '../after-ack.ts';
import { answers } from '../answers.ts';
import { ephemeral } from '../ephemeral.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { timedAck } from '../timed-ack.ts';
import { stranger, strangerReason, whoActs } from '../who-acts.ts';
import { runCommand } from './run-command.ts';

export const commandName = '/egress-pool';

export function registerEgressPool(app: App, deps: ListenerDeps): void {
  app.command(commandName, async ({ command, ack: send, respond }) => {
    const ack = timedAck(deps.metrics, send);
    const { user_id: userId, team_id: teamId, channel_id: channelId, trigger_id: triggerId } = command;
    const actor = whoActs({ userId, teamId }, deps.teamId);
    if (!actor) {
      await ack(ephemeral(answers.otherWorkspace()));
      return recordRefusal(
        { ...deps.context, actor: stranger({ userId, teamId }) },
        { what: 'command.refused', subject: commandName, details: { reason: strangerReason } },
      );
    }
    await deps.know(userId);
    const ctx = { ...deps.context, actor };
    const request = { ctx, userId, channelId, operationId: operationIdFrom(triggerId) };
    const { message, follow } = await runCommand(deps, request, command.text ?? '');
    await (message ? ack(ephemeral(message)) : ack());
    await afterAck(deps, { ctx, follow, channelId, triggerId, tell: (told) => respond(ephemeral(told)) });
  });
}
