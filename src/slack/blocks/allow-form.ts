import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { AllowRequest } from '../commands/command.ts';
import { actionIds, allowFormId } from './action-ids.ts';
import { askedWords } from './asked-words.ts';
import { formElement } from './create-form.ts';
import { durationWords } from './duration-words.ts';
import { escapeText } from './escape.ts';
import { clamp, plain, section } from './text.ts';

/** What may be chosen, and what would become of it. */
export interface AllowPreview {
  pools: readonly { name: string }[];
  instances: readonly { id: string; name: string }[];
  askedGroups: readonly { group: string; min: number }[] | undefined;
  /** Why nobody can be named, or which rule decides. */
  why: string | undefined;
  maxForMs: number;
  standingAllowed: boolean;
  reasonRequired: boolean;
  breakGlassAllowed: boolean;
}

/** Both ticks are needed: the second one is the second confirmation. */
export const breakGlassTicks = { wanted: 'break-glass', confirmed: 'confirmed' } as const;

/** The form of `/egress-pool allow`; who will be asked stands in it before it is sent. `metadata` is not trusted. */
export function allowForm(given: { preview: AllowPreview; raw: AllowRequest; metadata: string }): ModalView {
  const { preview, raw, metadata } = given;
  return {
    type: 'modal',
    callback_id: allowFormId,
    private_metadata: metadata,
    title: plain('Let it into a database', 24),
    submit: plain('Ask', 24),
    close: plain('Close', 24),
    blocks: [
      choice(
        { id: 'pool', label: 'Pool', actionId: actionIds.allowPool, chosen: raw.pool },
        preview.pools.map(({ name }) => option(name, name)),
      ),
      choice(
        { id: 'instance', label: 'Database', actionId: actionIds.allowInstance, chosen: raw.instance },
        preview.instances.map(({ id, name }) => option(name && name !== id ? `${name} (${id})` : id, id)),
      ),
      { ...section(whoLine(preview)), block_id: 'who' },
      durationField(preview, raw.for),
      reasonField(preview, raw.reason),
      ...(preview.breakGlassAllowed ? [breakGlassField()] : []),
    ],
  };
}

function whoLine({ askedGroups, why }: AllowPreview): string {
  const because = why ? ` _${escapeText(clamp(why, 400))}_` : '';
  if (askedGroups === undefined) return `*Who will be asked:* choose a pool and a database.${because}`;
  return `*Who will be asked:* ${askedWords(askedGroups)}.${because}`;
}

interface FieldParts {
  id: string;
  label: string;
  actionId: string;
  chosen: string | undefined;
}

/** Each choice comes to us, so that the form can say who will be asked. */
function choice({ id, label, actionId, chosen }: FieldParts, all: PlainTextOption[]): InputBlock {
  const options = all.slice(0, 100);
  const initial = options.find(({ value }) => value === chosen);
  const block = { type: 'input', block_id: id, label: plain(label, 100) } as const;
  if (options.length === 0) {
    return {
      ...block,
      element: {
        type: 'plain_text_input',
        action_id: actionId,
        max_length: 150,
        ...(chosen ? { initial_value: chosen.slice(0, 150) } : {}),
      },
    };
  }
  return {
    ...block,
    dispatch_action: true,
    element: { type: 'static_select', action_id: actionId, options, ...(initial ? { initial_option: initial } : {}) },
  };
}

function durationField({ maxForMs, standingAllowed }: AllowPreview, chosen: string | undefined): InputBlock {
  const standing = standingAllowed ? ', or "standing" for no end' : '';
  return {
    type: 'input',
    block_id: 'for',
    optional: true,
    label: plain('For how long', 100),
    hint: plain(
      `Empty: 7 d, or the most that is allowed. At most ${durationWords(maxForMs)}${standing}. Counted from the last approval.`,
      200,
    ),
    element: {
      type: 'plain_text_input',
      action_id: formElement,
      max_length: 20,
      placeholder: plain('7d', 20),
      ...(chosen ? { initial_value: chosen.slice(0, 20) } : {}),
    },
  };
}

function reasonField({ reasonRequired }: AllowPreview, chosen: string | undefined): InputBlock {
  return {
    type: 'input',
    block_id: 'reason',
    optional: !reasonRequired,
    label: plain('Reason', 100),
    hint: plain('Those who decide read it, and it stays in the audit log.', 200),
    element: {
      type: 'plain_text_input',
      action_id: formElement,
      multiline: true,
      max_length: 600,
      ...(chosen ? { initial_value: chosen.slice(0, 600) } : {}),
    },
  };
}

function breakGlassField(): KnownBlock {
  return {
    type: 'input',
    block_id: 'breakGlass',
    optional: true,
    label: plain('Break the glass', 100),
    element: {
      type: 'checkboxes',
      action_id: formElement,
      options: [
        { text: plain('Open it now, without approval, for a short while', 75), value: breakGlassTicks.wanted },
        { text: plain('I know that everybody is told and that it is reviewed', 75), value: breakGlassTicks.confirmed },
      ],
    },
  };
}

function option(text: string, value: string): PlainTextOption {
  return { text: plain(text, 75), value: value.slice(0, 150) };
}
