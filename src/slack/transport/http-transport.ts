import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Logger } from '../../platform/logger.ts';
import { boltLogger } from '../bolt-logger.ts';
import { createReplayGuard } from './replay-guard.ts';
import type { Transport } from './transport.ts';

export interface HttpTransport extends Transport {
  /** For `/slack/events` of our own server. */
  requestListener: RequestListener;
}

/** Signed HTTP. The server is not Bolt's but ours; before Bolt's check comes the one it lacks. */
export function createHttpTransport(deps: { signingSecret: string; log: Logger; now: () => number }): HttpTransport {
  const guard = createReplayGuard(deps.now);
  let isOpen = false;
  const receiver = new HTTPReceiver({
    signingSecret: deps.signingSecret,
    logger: boltLogger(deps.log),
    // Called for verified requests only, so nobody else can fill the guard's memory.
    customPropertiesExtractor: (request) => {
      guard.remember(request.headers);
      return {};
    },
  });
  const refuse = (response: ServerResponse, status: number, reason: string) => {
    deps.log.warn({ status, reason }, 'a request to the slack endpoint was refused');
    response.writeHead(status).end();
  };
  return {
    receiver,
    requestListener(request: IncomingMessage, response: ServerResponse) {
      if (!isOpen) return refuse(response, 503, 'not started');
      if (request.method !== 'POST') return refuse(response, 405, 'only POST');
      const reason = guard.objection(request.headers);
      if (reason) return refuse(response, 401, reason);
      receiver.requestListener(request, response);
    },
    async start() {
      isOpen = true;
    },
    async stop() {
      isOpen = false;
    },
    isConnected: () => isOpen,
  };
}
