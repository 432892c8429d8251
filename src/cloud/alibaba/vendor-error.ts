/** What can be read out of an error of the SDKs; an absent code arrives there as the string "undefined". */
export interface VendorError {
  code: string;
  message: string;
  status: number | undefined;
  authAction: string | undefined;
  retryAfterMs: number | undefined;
  requestId: string | undefined;
  /** Name of the JavaScript error, and the code of a network error. */
  name: string;
  networkCode: string | undefined;
}

type Fields = Record<string, unknown>;

export function readVendorError(error: unknown): VendorError {
  const fields = fieldsOf(error);
  const data = fieldsOf(fields.data);
  const status = typeof fields.statusCode === 'number' ? fields.statusCode : undefined;
  const code = text(fields.code) ?? text(data.Code) ?? text(data.code) ?? '';
  const isFromCloud = status !== undefined || Object.keys(data).length > 0;
  return {
    code: isFromCloud || fields.name === 'ClientError' ? code : '',
    message: text(data.Message) ?? text(data.message) ?? text(fields.description) ?? text(fields.message) ?? '',
    status,
    authAction: readAuthAction(fields, data),
    retryAfterMs: typeof fields.retryAfter === 'number' ? fields.retryAfter : undefined,
    requestId: text(fields.requestId),
    name: text(fields.name) ?? '',
    networkCode: isFromCloud ? undefined : text(fields.code),
  };
}

function readAuthAction(fields: Fields, data: Fields): string | undefined {
  for (const detail of [data.AccessDeniedDetail, data.accessDeniedDetail, fields.accessDeniedDetail]) {
    const action = text(fieldsOf(detail).AuthAction);
    if (action) return action;
  }
  return undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== 'undefined' ? value : undefined;
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
