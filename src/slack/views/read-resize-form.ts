import { z } from 'zod';
import { formElement } from '../blocks/create-form.ts';
import { resizeWays } from '../blocks/resize-form.ts';
import { channelIdSchema, readMetadata } from './read-metadata.ts';

export interface SentResizeForm {
  pool: string;
  channelId: string;
  pods: string;
  dryRun: boolean;
}

const metadataSchema = z.object({
  pool: z.string().max(100),
  channelId: channelIdSchema.or(z.literal('')),
});
const valuesSchema = z.object({
  pods: z.object({ [formElement]: z.object({ value: z.string().nullish() }) }),
  way: z.object({ [formElement]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) }),
});

/** What was filled in; undefined when it is no form of ours. Only a clear choice changes anything. */
export function readResizeForm(view: {
  private_metadata: string;
  state: { values: unknown };
}): SentResizeForm | undefined {
  const metadata = readMetadata(view.private_metadata, metadataSchema);
  const values = valuesSchema.safeParse(view.state.values);
  if (!metadata || !values.success) return undefined;
  const { pods, way } = values.data;
  return {
    ...metadata,
    pods: pods[formElement]?.value?.trim() ?? '',
    dryRun: way[formElement]?.selected_option?.value !== resizeWays.resize,
  };
}
