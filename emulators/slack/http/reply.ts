import type { ServerResponse } from 'node:http';

export function reply(
  response: ServerResponse,
  answer: { status: number; type?: string; body: string | Buffer; headers?: Record<string, string> },
): void {
  response.writeHead(answer.status, { 'content-type': answer.type ?? 'text/plain; charset=utf-8', ...answer.headers });
  response.end(answer.body);
}

export function replyJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  reply(response, { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body), headers });
}
