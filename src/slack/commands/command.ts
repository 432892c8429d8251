import type { RawCreateRequest } from '../../domain/create-request.ts';

/** What a person typed after `/egress-pool`, once it could be read. Values are not checked yet. */
export type Command =
  | { kind: 'help' }
  | { kind: 'list' }
  | { kind: 'create'; raw: RawCreateRequest }
  | { kind: 'show'; pool: string }
  | { kind: 'use'; pool: string; workload: string | undefined }
  | { kind: 'verify'; pool: string }
  | { kind: 'status'; operationId: string | undefined }
  | { kind: 'audit'; pool: string | undefined; since: string | undefined }
  | { kind: 'retry'; operationId: string }
  | { kind: 'rollback'; operationId: string }
  | { kind: 'cancel'; operationId: string };
