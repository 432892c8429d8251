/** An answer of the API other than success. `code` and `status` are the vendor's. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The error body of an RPC product is in upper case, the one of ACK in lower case. */
export function errorBody(o: { product: string; requestId: string; status: number; code: string; message: string }) {
  if (o.product === 'cs') return { code: o.code, message: o.message, requestId: o.requestId, status: o.status };
  return {
    RequestId: o.requestId,
    HostId: `${o.product}.aliyuncs.com`,
    Code: o.code,
    Message: o.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${o.code}&product=${o.product}`,
  };
}
