import { z } from 'zod';
import { fileSchema } from '../src/config/file-schema.ts';

/** The JSON Schema of `egress-pool.yaml` as text, made from the schema that the service itself checks with. */
export function configSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(fileSchema, { io: 'input' }), null, 2)}\n`;
}
