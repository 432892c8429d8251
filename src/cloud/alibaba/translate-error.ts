import { ZodError } from 'zod';
import { isKnownError, OutcomeUnknownError, RetryableError, TerminalError } from '../../domain/errors.ts';
import type { CloudAction } from './actions.ts';
import { CallDeadlineError } from './call-deadline.ts';
import { type Meaning, meaningOfCode } from './error-meanings.ts';
import { readVendorError, type VendorError } from './vendor-error.ts';

export interface TranslatedCall {
  action: CloudAction;
  /** The call changes something, so a lost answer leaves its outcome unknown. */
  changes: boolean;
}

/** Network errors at which nothing was sent. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED'];

/** Turns whatever a call threw into one of our kinds; an error of ours passes through. */
export function translateError(error: unknown, call: TranslatedCall): Error {
  if (isKnownError(error)) return error;
  const vendor = readVendorError(error);
  return build({ meaning: meaningOf(error, vendor), vendor, call, cause: error });
}

function meaningOf(error: unknown, vendor: VendorError): Meaning {
  if (error instanceof CallDeadlineError || error instanceof ZodError) return 'lost';
  if (vendor.networkCode && neverSent.includes(vendor.networkCode)) return 'transient';
  const byCode = meaningOfCode(vendor.code);
  const isServerError = vendor.status !== undefined && vendor.status >= 500;
  if (isServerError && byCode !== 'throttled') return 'lost';
  if (byCode) return byCode;
  if (vendor.authAction || vendor.status === 401) return 'denied';
  if (vendor.status === 429) return 'throttled';
  if (/instances? not empty/i.test(vendor.message)) return 'in-use';
  return vendor.status === undefined ? 'lost' : 'refused';
}

interface Finding {
  meaning: Meaning;
  vendor: VendorError;
  call: TranslatedCall;
  cause: unknown;
}

function build({ meaning, vendor, call, cause }: Finding): Error {
  const where = `${call.action}${vendor.code ? ` (${vendor.code})` : ''}`;
  switch (meaning) {
    case 'throttled':
      return new RetryableError({
        code: 'CLOUD_THROTTLED',
        publicText: `Alibaba Cloud asked us to slow down at ${where}; the next try follows by itself.`,
        retryAfterMs: vendor.retryAfterMs,
        cause,
      });
    case 'lost':
      return call.changes ? lostChange(where, cause) : unavailable(where, cause);
    case 'transient':
    case 'expired-keys':
      return unavailable(where, cause);
    case 'busy':
      return new RetryableError({
        code: 'CLOUD_BUSY',
        publicText: `Alibaba Cloud is still busy with another change, so ${where} has to wait; it is tried again by itself.`,
        cause,
      });
    case 'in-use':
      return new RetryableError({
        code: 'CLOUD_IN_USE',
        publicText: `something still depends on the resource, so Alibaba Cloud refused ${where}; it is tried again by itself.`,
        cause,
      });
    default:
      return terminal({ meaning, vendor, call, cause }, where);
  }
}

function terminal({ meaning, vendor, call, cause }: Finding, where: string): TerminalError {
  switch (meaning) {
    case 'gone':
      return new TerminalError({ code: 'CLOUD_NOT_FOUND', publicText: `${where}: it does not exist.`, cause });
    case 'cidr-taken':
      return new TerminalError({
        code: 'CLOUD_CIDR_TAKEN',
        publicText: `the address block overlaps something in the VPC (${vendor.code}); a new block has to be planned.`,
        cause,
      });
    case 'sold-out':
      return new TerminalError({
        code: 'CLOUD_SOLD_OUT',
        publicText: `the instance type has no stock in the zone (${vendor.code}); choose another type or zone.`,
        cause,
      });
    case 'quota':
      return new TerminalError({
        code: 'CLOUD_QUOTA',
        publicText: `a quota of the account is used up at ${where}; ask the account's administrator to raise it.`,
        cause,
      });
    case 'denied':
      return new TerminalError({ code: 'CLOUD_DENIED', publicText: deniedText(vendor, call), cause });
    case 'clock-wrong':
      return new TerminalError({
        code: 'CLOUD_REFUSED',
        publicText: `Alibaba Cloud refused ${where}: the clock of the machine that runs the worker is wrong.`,
        cause,
      });
    default:
      return new TerminalError({
        code: 'CLOUD_REFUSED',
        publicText: `Alibaba Cloud refused ${where}: ${vendor.message.slice(0, 300)}`,
        cause,
      });
  }
}

function deniedText(vendor: VendorError, call: TranslatedCall): string {
  if (/AccessKey|Signature|SecurityToken|Credentials/i.test(vendor.code)) {
    return `Alibaba Cloud did not accept the worker's credentials (${vendor.code}); ask an operator to check them.`;
  }
  if (/^MissingAuth/i.test(vendor.code)) {
    return `a service role of the account has not been granted yet (${vendor.code}); the account's administrator grants it once in the ACK console.`;
  }
  return `the worker's credentials lack the permission ${vendor.authAction ?? call.action}; ask the account's administrator to grant it.`;
}

function lostChange(where: string, cause: unknown): OutcomeUnknownError {
  return new OutcomeUnknownError({
    code: 'CLOUD_OUTCOME_UNKNOWN',
    publicText: `the answer to ${where} was lost, so it is not known whether it took effect; we look before trying again.`,
    cause,
  });
}

function unavailable(where: string, cause: unknown): RetryableError {
  return new RetryableError({
    code: 'CLOUD_UNAVAILABLE',
    publicText: `Alibaba Cloud did not answer ${where}; it is tried again by itself.`,
    cause,
  });
}
