import type { RawCreateRequest } from '../../domain/create-request.ts';
import type { RawAdoptRequest } from '../../use-cases/request-adopt-nodes.ts';
import type { RawDeleteRequest } from '../../use-cases/request-delete-pool.ts';
import type { RawResizeRequest } from '../../use-cases/request-resize-pool.ts';

/** What a person typed after `/egress-pool`, once it could be read. Values are not checked yet. */
export type Command =
  | { kind: 'help' }
  | { kind: 'list' }
  | { kind: 'create'; raw: RawCreateRequest }
  | { kind: 'show'; pool: string }
  | { kind: 'capacity'; pool: string | undefined }
  | { kind: 'use'; pool: string; workload: string | undefined }
  | { kind: 'verify'; pool: string; instance: string | undefined }
  | { kind: 'resize'; raw: RawResizeRequest }
  | { kind: 'delete'; raw: RawDeleteRequest }
  | { kind: 'adopt'; raw: RawAdoptRequest }
  | { kind: 'status'; operationId: string | undefined }
  | { kind: 'allow'; raw: AllowRequest }
  | { kind: 'grants'; of: string | undefined }
  | { kind: 'extend'; grantId: string; for: string | undefined }
  | { kind: 'revoke'; pool: string; instance: string | undefined; all: boolean }
  | { kind: 'namespaces'; pool: string; changes: string[]; dryRun: boolean }
  | { kind: 'owner'; pool: string; group: string }
  | { kind: 'describe'; pool: string; description: string }
  | { kind: 'freeze'; reason: string | undefined }
  | { kind: 'unfreeze' }
  | { kind: 'audit'; pool: string | undefined; since: string | undefined }
  | { kind: 'retry'; operationId: string }
  | { kind: 'rollback'; operationId: string }
  | { kind: 'cancel'; operationId: string };

/** What was typed or filled in to ask for a database. */
export interface AllowRequest {
  pool: string | undefined;
  instance: string | undefined;
  for: string | undefined;
  reason: string | undefined;
  breakGlass: boolean;
}
