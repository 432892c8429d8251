import { z } from 'zod';
import { formElement } from '../blocks/create-form.ts';
import { resizeWays } from '../blocks/resize-form.ts';

export interface SentResizeForm {
  pool: string;
  channelId: string;
  pods: string;
  dryRun: boolean;
}

const metadataSchema = z.object({
  pool: z.string().max(100),
  channelId: z.string().regex(/^([CDG][A-Z0-9]{1,30})?$/),
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
  const metadata = metadataSchema.safeParse(parsed(view.private_metadata));
  const values = valuesSchema.safeParse(view.state.values);
  if (!metadata.success || !values.success) return undefined;
  const { pods, way } = values.data;
  return {
    ...metadata.data,
    pods: pods[formElement]?.value?.trim() ?? '',
    dryRun: way[formElement]?.selected_option?.value !== resizeWays.resize,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
