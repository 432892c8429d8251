import { qualifiedName, type Resource } from './resources.ts';

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  retryAfterSeconds?: number;
  causes?: { reason?: string; message?: string; field?: string }[];
}

/** An answer other than success; `status()` is the body that the API server sends. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;

  constructor(o: { code: number; reason: string; message: string; details?: StatusDetails }) {
    super(o.message);
    this.code = o.code;
    this.reason = o.reason;
    this.details = o.details;
  }

  status(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason === '' ? {} : { reason: this.reason }),
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

export function notFound(resource: Resource, name: string): ApiError {
  const message = `${qualifiedName(resource)} "${name}" not found`;
  return new ApiError({ code: 404, reason: 'NotFound', message, details: detailsOf(resource, name) });
}

export function alreadyExists(resource: Resource, name: string): ApiError {
  const message = `${qualifiedName(resource)} "${name}" already exists`;
  return new ApiError({ code: 409, reason: 'AlreadyExists', message, details: detailsOf(resource, name) });
}

export function conflict(resource: Resource, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": ${why}`;
  return new ApiError({ code: 409, reason: 'Conflict', message, details: detailsOf(resource, name) });
}

export function badRequest(message: string): ApiError {
  return new ApiError({ code: 400, reason: 'BadRequest', message });
}

export function expired(message: string): ApiError {
  return new ApiError({ code: 410, reason: 'Expired', message });
}

export interface FieldProblem {
  reason: 'FieldValueInvalid' | 'FieldValueRequired' | 'FieldValueForbidden' | 'FieldValueNotSupported';
  field: string;
  message: string;
}

/** 422 with one cause per field, worded like `field.ErrorList`. */
export function invalid(resource: Resource, name: string, problems: FieldProblem[]): ApiError {
  const lines = problems.map((problem) => `${problem.field}: ${problem.message}`);
  const list = lines.length === 1 ? lines.join('') : `[${lines.join(', ')}]`;
  const subject = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
  return new ApiError({
    code: 422,
    reason: 'Invalid',
    message: `${subject} "${name}" is invalid: ${list}`,
    details: { name, group: resource.group, kind: resource.kind, causes: problems },
  });
}

function detailsOf(resource: Resource, name: string): StatusDetails {
  return { name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.plural };
}
