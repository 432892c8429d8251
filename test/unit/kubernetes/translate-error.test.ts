import { ApiException } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import {
  isKnownError,
  NeedsHumanError,
  OutcomeUnknownError,
  RetryableError,
  TerminalError,
} from '../../../src/domain/errors.ts';
import { translateError } from '../../../src/kubernetes/client-node/translate-error.ts';

const answered = (status: number, message: string, headers: Record<string, string> = {}, causes: object[] = []) =>
  new ApiException(
    status,
    'Unknown API Status Code!',
    JSON.stringify({ kind: 'Status', status: 'Failure', message, reason: 'Whatever', details: { causes } }),
    headers,
  );
const network = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

const apply = { verb: 'patch', resource: 'configmaps', namespace: 'kube-system', name: 'egress-payments' };
const list = { verb: 'list', resource: 'nodes' };
const codeOf = (error: unknown) => (isKnownError(error) ? error.code : undefined);

describe('errors of the Kubernetes API', () => {
  it.each([
    [401, 'Unauthorized', 'CLUSTER_DENIED', TerminalError],
    [403, 'nodes is forbidden: User "x" cannot list resource "nodes" in API group ""', 'CLUSTER_DENIED', TerminalError],
    [403, 'pods "p" is forbidden: violates PodSecurity "restricted:latest"', 'CLUSTER_REFUSED', TerminalError],
    [422, 'ConfigMap "x" is invalid: metadata.labels: Invalid value', 'CLUSTER_REFUSED', TerminalError],
    [409, 'Operation cannot be fulfilled: the object has been modified', 'CLUSTER_CONFLICT', RetryableError],
    [410, 'The provided continue parameter is too old', 'CLUSTER_UNREACHABLE', RetryableError],
    [429, 'too many requests', 'CLUSTER_UNREACHABLE', RetryableError],
    [500, 'etcdserver: request timed out', 'CLUSTER_UNREACHABLE', RetryableError],
    [503, 'apiserver not ready', 'CLUSTER_UNREACHABLE', RetryableError],
  ])('%i "%s" is %s', (status, message, code, kind) => {
    const error = translateError(answered(status, message), list);

    expect(codeOf(error)).toBe(code);
    expect(error).toBeInstanceOf(kind);
  });

  it('a denied call names verb, resource and namespace', () => {
    const error = translateError(answered(403, 'User "x" cannot patch resource "configmaps"'), apply);

    expect(error).toMatchObject({ publicText: expect.stringContaining('patch configmaps in namespace kube-system') });
  });

  it('a conflict of apply names the manager and the fields, and waits for a person', () => {
    const message = 'Apply failed with 1 conflict: conflict with "kubectl-edit" using v1: .data.eni_conf';

    const error = translateError(answered(409, message, {}, [{ field: '.data.eni_conf' }]), apply);

    expect(error).toBeInstanceOf(NeedsHumanError);
    expect(error).toMatchObject({
      publicText: expect.stringMatching(/kubectl-edit.*egress-payments.*\.data\.eni_conf/),
    });
  });

  it('keeps the time that the API asks for', () => {
    expect(translateError(answered(429, 'slow down', { 'retry-after': '2' }), list)).toMatchObject({
      retryAfterMs: 2000,
    });
  });

  it('cuts what the API says to 300 characters', () => {
    const error = translateError(answered(422, 'x'.repeat(5000)), apply);

    expect(isKnownError(error) && error.publicText.length).toBeLessThan(420);
  });
});

describe('answers that never came', () => {
  const lost: [string, unknown][] = [
    ['a reset connection', network('ECONNRESET')],
    ['a deadline', new DOMException('The operation was aborted due to timeout', 'TimeoutError')],
    ['a server error', answered(500, 'internal error')],
  ];

  it.each(lost)('%s leaves a change unknown and a read retryable', (_what, thrown) => {
    expect(translateError(thrown, apply)).toBeInstanceOf(OutcomeUnknownError);
    expect(translateError(thrown, list)).toBeInstanceOf(RetryableError);
    expect(translateError(thrown, list)).not.toBeInstanceOf(OutcomeUnknownError);
  });

  it('a change that was never sent is only unreachable', () => {
    const error = translateError(network('ECONNREFUSED'), apply);

    expect(codeOf(error)).toBe('CLUSTER_UNREACHABLE');
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
  });
});
