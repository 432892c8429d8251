/** An answer of the API other than success. `code` and `status` are the vendor's. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** The action that the caller's policy does not allow, when that is what is wrong. */
  deniedAction: string | undefined;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What a RAM user without a policy for this action is told. */
export function accessDenied(product: string, action: string): ApiError {
  const error =
    product === 'cs'
      ? new ApiError(403, 'StatusForbidden', `RAM policy Forbidden for action ${action}`)
      : new ApiError(403, 'Forbidden.RAM', 'User not authorized to operate on the specified resource.');
  error.deniedAction = action;
  return error;
}

/** The error body of an RPC product is in upper case, the one of ACK in lower case. */
export function errorBody(o: {
  product: string;
  requestId: string;
  status: number;
  code: string;
  message: string;
  deniedAction?: string | undefined;
}) {
  const detail = o.deniedAction && {
    AuthAction: o.deniedAction,
    AuthPrincipalType: 'SubUser',
    NoPermissionType: 'ImplicitDeny',
    PolicyType: 'AccountLevelIdentityBasedPolicy',
  };
  if (o.product === 'cs') {
    const body = { code: o.code, message: o.message, requestId: o.requestId, status: o.status };
    return detail ? { ...body, accessDeniedDetail: detail } : body;
  }
  return {
    RequestId: o.requestId,
    HostId: `${o.product}.aliyuncs.com`,
    Code: o.code,
    Message: o.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${o.code}&product=${o.product}`,
    ...(detail ? { AccessDeniedDetail: detail } : {}),
  };
}
