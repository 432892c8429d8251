import { ClientError, ServerError, ThrottlingError } from '@alicloud/openapi-core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CallDeadlineError } from '../../../src/cloud/alibaba/call-deadline.ts';
import { translateError } from '../../../src/cloud/alibaba/translate-error.ts';
import { isKnownError, OutcomeUnknownError, RetryableError, TerminalError } from '../../../src/domain/errors.ts';

const answered = (code: string, status = 400, extra: object = {}) =>
  new ClientError({
    statusCode: status,
    code,
    message: `code: ${status}, words of the vendor request id: 1`,
    data: { Code: code, Message: 'words of the vendor', statusCode: status, ...extra },
  });
const network = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
const named = (name: string) => Object.assign(new Error('ReadTimeout(3000)'), { name });

const read = { action: 'vpc:DescribeVSwitches', changes: false } as const;
const change = { action: 'vpc:CreateVSwitch', changes: true } as const;

const codeOf = (error: unknown) => (isKnownError(error) ? error.code : undefined);

describe('vendor codes by meaning', () => {
  it.each([
    ['InvalidCidrBlock.Overlapped', 'CLOUD_CIDR_TAKEN', TerminalError],
    ['RouteConflict.AlreadyExist', 'CLOUD_CIDR_TAKEN', TerminalError],
    ['QuotaExceeded.VSwitch', 'CLOUD_QUOTA', TerminalError],
    ['InvalidSecurityIPList.QuotaExceeded', 'CLOUD_QUOTA', TerminalError],
    ['RecommendEmpty.InstanceTypeNoStock', 'CLOUD_SOLD_OUT', TerminalError],
    ['Forbidden.RAM', 'CLOUD_DENIED', TerminalError],
    ['StatusForbidden', 'CLOUD_DENIED', TerminalError],
    ['InvalidAccessKeyId.NotFound', 'CLOUD_DENIED', TerminalError],
    ['SignatureDoesNotMatch', 'CLOUD_DENIED', TerminalError],
    ['IncorrectVSwitchStatus', 'CLOUD_BUSY', RetryableError],
    ['OperationDenied.OtherSubnetCreating', 'CLOUD_BUSY', RetryableError],
    ['CreateVSwitch.IncorrectStatus.cbnStatus', 'CLOUD_BUSY', RetryableError],
    ['InvalidStatus.Forbidden', 'CLOUD_BUSY', RetryableError],
    ['InvalidNodePoolStatus.Forbidden', 'CLOUD_BUSY', RetryableError],
    ['OperationFailed.IdempotentTokenProcessing', 'CLOUD_BUSY', RetryableError],
    ['DependencyViolation.NetworkInterface', 'CLOUD_IN_USE', RetryableError],
    ['DependencyViolation', 'CLOUD_IN_USE', RetryableError],
    ['InvalidVSwitchId.NotFound', 'CLOUD_NOT_FOUND', TerminalError],
    ['InvalidVswitchID.NotFound', 'CLOUD_NOT_FOUND', TerminalError],
    ['invalidvswitchid.notfound', 'CLOUD_NOT_FOUND', TerminalError],
    ['Forbidden.VpcNotFound', 'CLOUD_NOT_FOUND', TerminalError],
    ['InvalidDBInstanceName.NotFound', 'CLOUD_NOT_FOUND', TerminalError],
    ['InvalidParameter', 'CLOUD_REFUSED', TerminalError],
    ['InvalidSecurityToken.Expired', 'CLOUD_UNAVAILABLE', RetryableError],
  ])('%s is %s', (vendorCode, code, kind) => {
    const error = translateError(answered(vendorCode), change);

    expect(codeOf(error)).toBe(code);
    expect(error).toBeInstanceOf(kind);
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
  });

  it('keeps throttling apart from deep paging, at which waiting never helps', () => {
    const throttle = (code: string) => new ThrottlingError({ statusCode: 400, code, message: 'm', retryAfter: 700 });

    expect(codeOf(translateError(throttle('Throttling.User'), read))).toBe('CLOUD_THROTTLED');
    expect(translateError(throttle('Throttling.User'), read)).toMatchObject({ retryAfterMs: 700 });
    expect(codeOf(translateError(throttle('Throttling.DeepPageSkip'), read))).toBe('CLOUD_REFUSED');
  });

  it('a 404 without a not-found code proves nothing', () => {
    expect(codeOf(translateError(answered('', 404), read))).toBe('CLOUD_REFUSED');
  });

  it('a denied call names the missing permission and nothing else', () => {
    const denied = answered('Forbidden.RAM', 403, { AccessDeniedDetail: { AuthAction: 'vpc:TagResources' } });

    expect(translateError(denied, change)).toMatchObject({
      publicText: expect.stringContaining('lack the permission vpc:TagResources'),
    });
  });
});

describe('lost answers', () => {
  const lost: [string, unknown][] = [
    ['a time-out of the SDK', named('RequestTimeoutError')],
    ['a reset connection', network('ECONNRESET')],
    ['an answer that is not JSON', new SyntaxError('Unexpected token <')],
    ['an answer of an unexpected shape', new Error('type of TotalCount is mismatch, expect number, but string')],
    ['an answer that lacks what is used', z.object({ id: z.string() }).safeParse({}).error],
    ['our own deadline', new CallDeadlineError(15_000)],
    ['a server error', new ServerError({ statusCode: 503, code: 'ServiceUnavailable', message: 'm' })],
  ];

  it.each(lost)('%s leaves the outcome of a changing call unknown', (_what, thrown) => {
    const error = translateError(thrown, change);

    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(codeOf(error)).toBe('CLOUD_OUTCOME_UNKNOWN');
  });

  it.each(lost)('%s makes a read unavailable and retryable', (_what, thrown) => {
    const error = translateError(thrown, read);

    expect(codeOf(error)).toBe('CLOUD_UNAVAILABLE');
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
  });

  it('a changing call that was never sent is simply unavailable', () => {
    const error = translateError(network('ECONNREFUSED'), change);

    expect(codeOf(error)).toBe('CLOUD_UNAVAILABLE');
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
  });

  it('keeps the cause and passes errors of ours through', () => {
    const cause = network('ECONNRESET');
    const first = translateError(cause, change);

    expect(first.cause).toBe(cause);
    expect(translateError(first, read)).toBe(first);
  });
});
