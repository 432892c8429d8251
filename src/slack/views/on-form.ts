import type { App, ViewSubmitAction } from '@slack/bolt';
import type { Actor } from '../../domain/actor.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import { recordRefusal } from '../../use-cases/record-refusal.ts';
import { answers } from '../answers.ts';
import type { Message } from '../blocks/text.ts';
import { textView } from '../blocks/text-view.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { timedAck } from '../timed-ack.ts';
import { senderOf, stranger, strangerReason, whoActs } from '../who-acts.ts';

/** A form that somebody of our workspace sent. It is answered once, by `errors`, `show` or `close`. */
export interface TakenForm {
  ctx: UseCaseContext;
  /** Who sent it; the actor of `ctx`. */
  actor: Extract<Actor, { kind: 'slack-user' }>;
  /** Its values and metadata are not to be trusted. */
  view: ViewSubmitAction['view'];
  /** It stays open, with what is wrong at its fields, by block id. */
  errors(problems: Record<string, string>): Promise<void>;
  /** A message takes its place. */
  show(message: Message): Promise<void>;
  close(): Promise<void>;
  /** It is not as it was opened: its sender is told so, and the audit log. */
  stale(): Promise<void>;
  /** Puts into the audit log that it was refused. */
  refuse(reason: string): Promise<void>;
}

/** Takes a form when it is sent; one from another workspace is refused before it is read. */
export function onForm(app: App, deps: ListenerDeps, formId: string, take: (form: TakenForm) => Promise<void>): void {
  app.view<ViewSubmitAction>({ callback_id: formId, type: 'view_submission' }, async ({ body, view, ack: send }) => {
    const ack = timedAck(deps.metrics, send);
    const person = senderOf(body);
    const actor = whoActs(person, deps.teamId);
    const ctx = { ...deps.context, actor: actor ?? stranger(person) };
    const show = (message: Message) => ack({ response_action: 'update', view: textView(message) });
    const refuse = (reason: string) =>
      recordRefusal(ctx, { what: 'action.refused', subject: formId, details: { reason } });
    if (actor?.kind !== 'slack-user') {
      await show(answers.otherWorkspace());
      return refuse(strangerReason);
    }
    await take({
      ...{ ctx, actor, view, show, refuse },
      errors: (errors) => ack({ response_action: 'errors', errors }),
      close: () => ack(),
      async stale() {
        await show(answers.stale());
        await refuse('a form that is not as it was opened');
      },
    });
  });
}
