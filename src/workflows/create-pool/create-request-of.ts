import type { CreateRequest } from '../../domain/create-request.ts';
import type { Operation } from '../../domain/operation.ts';
import { createRequestSchema } from '../../store/create-request-schema.ts';

/** The checked request that an operation was begun with. Throws ZodError when the record holds something else. */
export function createRequestOf(operation: Pick<Operation, 'input'>): CreateRequest {
  return createRequestSchema.parse(operation.input);
}
