import type { App } from '@slack/bolt';
import { z } from 'zod';
import { operationIdFrom } from '../../domain/names.ts';
import type { Announcement } from '../../domain/operation.ts';
import type { UseCaseContext } from '../../use-cases/context.ts';
import type { Refusal } from '../../use-cases/request-answer.ts';
import { answers } from '../answers.ts';
import { formElement } from '../blocks/create-form.ts';
import { oneLine } from '../blocks/escape.ts';
import { clamp, type Message } from '../blocks/text.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { withDeadline } from '../with-deadline.ts';
import { onForm } from './on-form.ts';

const placeSchema = z.looseObject({ channelId: z.string().regex(/^([CDG][A-Z0-9]{1,30})?$/) });
const valuesSchema = z.object({ confirm: z.object({ [formElement]: z.object({ value: z.string().nullish() }) }) });

export interface ConfirmedForm<T> {
  /** What the form was opened for, by its metadata, which is not to be trusted. */
  of: T;
  /** What was typed. */
  confirm: string;
  operationId: string;
  announcement: Announcement;
}

interface ConfirmForm<T> {
  id: string;
  metadata: z.ZodType<T>;
  /** Does it, if that may be done; the same form twice is one request. `said`: what its sender sees then. */
  submit: (ctx: UseCaseContext, form: ConfirmedForm<T>) => Promise<Refusal | { kind: 'said'; message: Message }>;
}

/** A form in which a name is typed before something that cannot be undone. */
export function registerConfirmForm<T>(app: App, deps: ListenerDeps, form: ConfirmForm<T>): void {
  onForm(app, deps, form.id, async ({ ctx, actor: { userId }, view, errors, show, stale, refuse }) => {
    await deps.know(userId);
    const read = readForm(form, view);
    if (!read) return stale();
    const { channelId, ...given } = read;
    const operationId = operationIdFrom(view.id);
    const sent = { ...given, operationId, announcement: { channelId, userId } };
    const answer = await submit(deps, { form, ctx, sent });
    if (answer?.kind === 'refused') {
      const words = answer.problems.map(({ message }) => oneLine(message)).join('; ');
      return errors({ confirm: clamp(words, 500) });
    }
    await show(messageFor(answer, operationId));
    if (answer?.kind === 'not-allowed') await refuse(answer.text);
  });
}

type Answer = Exclude<Awaited<ReturnType<typeof submit>>, { kind: 'refused' }>;

function messageFor(answer: Answer, operationId: string): Message {
  if (!answer) return answers.outcomeUnknown(operationId);
  return answer.kind === 'said' ? answer.message : answers.notAllowed(answer.text);
}

/** Undefined: it is not known whether it was taken. */
async function submit<T>(
  deps: ListenerDeps,
  { form, ctx, sent }: { form: ConfirmForm<T>; ctx: UseCaseContext; sent: ConfirmedForm<T> },
) {
  try {
    return await withDeadline(() => form.submit(ctx, sent));
  } catch (err) {
    deps.log.error({ requestId: sent.operationId, err }, 'a form could not be carried out');
    return undefined;
  }
}

function readForm<T>(
  { metadata }: ConfirmForm<T>,
  view: { private_metadata: string; state: { values: unknown } },
): { of: T; channelId: string; confirm: string } | undefined {
  const values = valuesSchema.safeParse(view.state.values);
  let json: unknown;
  try {
    json = JSON.parse(view.private_metadata);
  } catch {
    return undefined;
  }
  const [of, place] = [metadata.safeParse(json), placeSchema.safeParse(json)];
  if (!of.success || !place.success || !values.success) return undefined;
  const confirm = values.data.confirm[formElement]?.value?.trim() ?? '';
  return { of: of.data, channelId: place.data.channelId, confirm };
}
