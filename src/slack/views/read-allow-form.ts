import { z } from 'zod';
import { actionIds } from '../blocks/action-ids.ts';
import { breakGlassTicks } from '../blocks/allow-form.ts';
import { formElement } from '../blocks/create-form.ts';
import type { AllowRequest } from '../commands/command.ts';
import { channelIdSchema, readMetadata } from './read-metadata.ts';

export interface FilledAllowForm {
  raw: AllowRequest;
  /** The second tick beside the one that breaks the glass. */
  isConfirmed: boolean;
  /** Where it was asked for; empty when what came back is not what we put there. */
  channelId: string;
}

const metadataSchema = z.object({ channelId: channelIdSchema });
const elementSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});
const valuesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** What is filled in by now, as if it had been typed. Never throws. */
export function readAllowForm(view: { private_metadata: string; state: { values: unknown } }): FilledAllowForm {
  const values = valuesSchema.safeParse(view.state.values);
  const element = (block: string, action: string) => {
    const parsed = elementSchema.safeParse(values.success ? values.data[block]?.[action] : undefined);
    return parsed.success ? parsed.data : undefined;
  };
  const text = (block: string, action: string = formElement) => {
    const found = element(block, action);
    return (found?.value ?? found?.selected_option?.value)?.trim() || undefined;
  };
  const ticks = element('breakGlass', formElement)?.selected_options?.map(({ value }) => value) ?? [];
  return {
    raw: {
      pool: text('pool', actionIds.allowPool),
      instance: text('instance', actionIds.allowInstance),
      for: text('for'),
      reason: text('reason'),
      breakGlass: ticks.includes(breakGlassTicks.wanted),
    },
    isConfirmed: ticks.includes(breakGlassTicks.confirmed),
    channelId: readMetadata(view.private_metadata, metadataSchema)?.channelId ?? '',
  };
}
