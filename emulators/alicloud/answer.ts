import type { ServerResponse } from 'node:http';
import type { FaultAnswer } from '../faults/faults.ts';
import { errorBody } from './errors.ts';

export interface Answer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

export function sendJson(response: ServerResponse, answer: Answer): void {
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': 'application/json;charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...answer.headers,
  });
  response.end(text);
}

/** Sends what a fault says instead of an answer. A delay is the caller's to wait for. */
export function sendFault(
  response: ServerResponse,
  fault: Exclude<FaultAnswer, { kind: 'delay' }>,
  call: { product: string; requestId: string },
): void {
  if (fault.kind === 'reset') response.socket?.resetAndDestroy();
  else if (fault.kind === 'garbage') {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<html><body><h1>502 Bad Gateway</h1></body></html>');
  } else if (fault.kind === 'error') {
    const message = fault.message ?? 'The request was refused.';
    const body = errorBody({ ...call, status: fault.status, code: fault.code, message });
    sendJson(response, { status: fault.status, body, ...(fault.headers ? { headers: fault.headers } : {}) });
  }
}
