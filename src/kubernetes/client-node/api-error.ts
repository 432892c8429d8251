import { z } from 'zod';

/** What can be read out of whatever a call of the client threw. */
export interface ApiError {
  /** HTTP status; undefined when no answer came. */
  status: number | undefined;
  message: string;
  reason: string;
  /** The fields that the API's `details.causes` name. */
  fields: string[];
  /** What its `details.causes` say. */
  causes: string[];
  retryAfterMs: number | undefined;
  networkCode: string | undefined;
}

const apiException = z.object({
  code: z.number(),
  body: z.unknown(),
  headers: z.record(z.string(), z.string()).optional().catch(undefined),
});

const status = z.object({
  message: z.string().catch(''),
  reason: z.string().catch(''),
  details: z
    .object({ causes: z.array(z.object({ field: z.string().optional(), message: z.string().optional() })).catch([]) })
    .catch({ causes: [] }),
});

const networkError = z.object({ code: z.string().optional(), cause: z.object({ code: z.string() }).optional() });

/** The client throws an exception with the JSON text of a `Status`, or a plain error when the network failed. */
export function readApiError(error: unknown): ApiError {
  const exception = apiException.safeParse(error);
  if (!exception.success) return withoutAnswer(error);
  const { code, body, headers } = exception.data;
  const parsed = status.safeParse(parseBody(body));
  const retryAfter = Number(headers?.['retry-after']);
  return {
    status: code,
    message: parsed.success ? parsed.data.message : String(body ?? ''),
    reason: parsed.success ? parsed.data.reason : '',
    fields: parsed.success ? parsed.data.details.causes.flatMap(({ field }) => (field ? [field] : [])) : [],
    causes: parsed.success ? parsed.data.details.causes.flatMap(({ message }) => (message ? [message] : [])) : [],
    retryAfterMs: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter * 1000 : undefined,
    networkCode: undefined,
  };
}

function withoutAnswer(error: unknown): ApiError {
  const network = networkError.safeParse(error);
  return {
    status: undefined,
    message: error instanceof Error ? error.message : '',
    reason: '',
    fields: [],
    causes: [],
    retryAfterMs: undefined,
    networkCode: network.success ? (network.data.cause?.code ?? network.data.code) : undefined,
  };
}

function parseBody(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return { message: body };
  }
}
