import { z } from 'zod';
import type { RawCreateRequest } from '../../domain/create-request.ts';
import { formElement } from '../blocks/create-form.ts';
import { channelIdSchema, readMetadata } from './read-metadata.ts';

export interface SentForm {
  raw: RawCreateRequest;
  /** Where the command was typed; undefined when what came back is not what we put there. */
  channelId: string | undefined;
}

const metadataSchema = z.object({ channelId: channelIdSchema });
const elementSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});
const valuesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** What was filled in, as if it had been typed as flags. Never throws. */
export function readCreateForm(view: { private_metadata: string; state: { values: unknown } }): SentForm {
  const values = valuesSchema.safeParse(view.state.values);
  const field = (id: string) => (values.success ? textOf(values.data[id]?.[formElement]) : undefined);
  return {
    channelId: readMetadata(view.private_metadata, metadataSchema)?.channelId,
    raw: {
      name: field('name') ?? '',
      cluster: field('cluster'),
      pods: field('pods'),
      zones: field('zones'),
      nodes: field('nodes'),
      instanceType: field('instanceType'),
      namespaces: field('namespaces'),
      owner: field('owner'),
      reason: field('reason'),
      dryRun: field('dryRun') !== undefined,
    },
  };
}

function textOf(element: unknown): string | undefined {
  const parsed = elementSchema.safeParse(element);
  if (!parsed.success) return undefined;
  const { value, selected_option: one, selected_options: many } = parsed.data;
  const text = value ?? one?.value ?? many?.map((option) => option.value).join(',');
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}
