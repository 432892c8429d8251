import type { App } from '@slack/bolt';
import { z } from 'zod';
import { previewResize } from '../../use-cases/preview-resize.ts';
import { alertIdPattern } from '../../use-cases/read-alert.ts';
import { showPods } from '../../use-cases/show-pods.ts';
import { snoozeAlert } from '../../use-cases/snooze-alert.ts';
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
import { onClick } from './on-click.ts';

const hourMs = 3_600_000;
const snoozeMs: Record<SnoozeChoice, number | undefined> = { '1h': hourMs, '1d': 24 * hourMs, worse: undefined };

/** What can be done about an alert: Resize opens a form, Show pods a list, Snooze keeps it from calling anybody. */
export function registerAlertButtons(app: App, deps: ListenerDeps): void {
  const alert = { carries: alertIdPattern, find: (action: unknown) => chosenIn(action).alertId };
  onClick(app, deps, { ...alert, actionId: actionIds.alertResize, act: openResize });
  onClick(app, deps, { ...alert, actionId: actionIds.alertPods, act: openPods });
  onClick(app, deps, { ...alert, actionId: actionIds.alertSnooze, act: snooze });
}

const actionSchema = z.object({
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).optional(),
});

/** A button carries the alert's id, a choice of a menu `<id>.<choice>`. */
function chosenIn(action: unknown): { alertId: string | undefined; choice: SnoozeChoice | undefined } {
  const { data } = actionSchema.safeParse(action);
  const [alertId, word] = (data?.value ?? data?.selected_option?.value ?? '').split('.');
  return { alertId, choice: snoozeChoices.find((choice) => choice === word) };
}

async function openResize({ ctx, channelId }: CommandRequest, alertId: string): Promise<Reply> {
  const answer = await previewResize(ctx, alertId);
  if (answer.kind !== 'found') return refusedRead(answer, alertId);
  const metadata = JSON.stringify({ pool: answer.pool.name, channelId });
  return { follow: { kind: 'open-view', view: resizeForm(answer, metadata) } };
}

async function openPods({ ctx }: CommandRequest, alertId: string): Promise<Reply> {
  const answer = await showPods(ctx, alertId);
  if (answer.kind !== 'found') return refusedRead(answer, alertId);
  return { follow: { kind: 'open-view', view: podsView(answer.pool.name, answer.found) } };
}

async function snooze({ ctx }: CommandRequest, alertId: string, action: unknown): Promise<Reply> {
  const { choice } = chosenIn(action);
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
