import type { App, BlockAction } from '@slack/bolt';
import { z } from 'zod';
import { operationIdFrom } from '../../domain/names.ts';
import { previewResize } from '../../use-cases/preview-resize.ts';
import { alertIdPattern } from '../../use-cases/read-alert.ts';
import { showPods } from '../../use-cases/show-pods.ts';
import { snoozeAlert } from '../../use-cases/snooze-alert.ts';
import { afterAck } from '../after-ack.ts';
import { staleReply } from '../answers.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { type SnoozeChoice, snoozeChoices } from '../blocks/capacity-alert.ts';
import { codeSpan } from '../blocks/escape.ts';
import { podsView } from '../blocks/pods-view.ts';
import { instantWords } from '../blocks/request-words.ts';
import { resizeForm } from '../blocks/resize-form.ts';
import { paragraph } from '../blocks/text.ts';
import { refusedRead } from '../commands/refused-read.ts';
import type { CommandRequest } from '../commands/run-command.ts';
import type { ListenerDeps, Reply } from '../listener-deps.ts';
import { answerClick } from './answer-click.ts';
import { readClick } from './click.ts';
import { tellClicker } from './tell-clicker.ts';

const hourMs = 3_600_000;
const snoozeMs: Record<SnoozeChoice, number | undefined> = { '1h': hourMs, '1d': 24 * hourMs, worse: undefined };

/** What can be done about an alert: Resize opens a form, Show pods a list, Snooze keeps it from calling anybody. */
export function registerAlertButtons(app: App, deps: ListenerDeps): void {
  const buttons: [actionId: string, act: (request: CommandRequest, given: Chosen) => Promise<Reply>][] = [
    [actionIds.alertResize, openResize],
    [actionIds.alertPods, openPods],
    [actionIds.alertSnooze, snooze],
  ];
  for (const [actionId, act] of buttons) {
    app.action<BlockAction>(actionId, async ({ body, action, ack, respond }) => {
      const chosen = chosenIn(action);
      const click = readClick(body, { value: chosen?.alertId }, alertIdPattern);
      const { userId, channelId } = click;
      const operationId = operationIdFrom(body.trigger_id);
      const { ctx, message, follow } = await answerClick(deps, click, async (acting) =>
        chosen ? act({ ctx: acting, userId, channelId, operationId }, chosen) : staleReply(),
      );
      await ack();
      const tell = tellClicker(deps, body, respond);
      if (message) await tell(message);
      await afterAck(deps, { ctx, follow, channelId, triggerId: body.trigger_id, tell });
    });
  }
}

interface Chosen {
  alertId: string;
  /** Of a menu. */
  choice: SnoozeChoice | undefined;
}

const actionSchema = z.object({
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).optional(),
});

/** A button carries the alert's id, a choice of a menu `<id>.<choice>`. */
function chosenIn(action: unknown): Chosen | undefined {
  const parsed = actionSchema.safeParse(action);
  if (!parsed.success) return undefined;
  const [alertId, word] = (parsed.data.value ?? parsed.data.selected_option?.value ?? '').split('.');
  return alertId ? { alertId, choice: snoozeChoices.find((choice) => choice === word) } : undefined;
}

async function openResize({ ctx, channelId }: CommandRequest, { alertId }: Chosen): Promise<Reply> {
  const answer = await previewResize(ctx, alertId);
  if (answer.kind !== 'found') return refusedRead(answer, alertId);
  const metadata = JSON.stringify({ pool: answer.pool.name, channelId });
  return { follow: { kind: 'open-view', view: resizeForm(answer, metadata) } };
}

async function openPods({ ctx }: CommandRequest, { alertId }: Chosen): Promise<Reply> {
  const answer = await showPods(ctx, alertId);
  if (answer.kind !== 'found') return refusedRead(answer, alertId);
  return { follow: { kind: 'open-view', view: podsView(answer.pool.name, answer.found) } };
}

async function snooze({ ctx }: CommandRequest, { alertId, choice }: Chosen): Promise<Reply> {
  if (!choice) return staleReply();
  const answer = await snoozeAlert(ctx, { alertId, forMs: snoozeMs[choice] });
  if (answer.kind !== 'accepted') return refusedRead(answer, alertId);
  const { untilMs, level } = answer.snooze;
  const orSooner = level === 'exhausted' ? '' : ', or new pods do not start';
  const until = untilMs === undefined ? 'it is worse' : `${instantWords(untilMs)}${orSooner}`;
  return {
    message: paragraph(
      `Alerts of pool ${codeSpan(answer.poolName)} call nobody until ${until}. The message goes on showing how it stands.`,
    ),
  };
}
