import type { App } from '@slack/bolt';
import { z } from 'zod';
import { requestAdoptNodes } from '../../use-cases/request-adopt-nodes.ts';
import { answers } from '../answers.ts';
import { adoptFormId } from '../blocks/action-ids.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { registerConfirmForm } from './register-confirm-form.ts';

const metadata = z.object({
  pool: z.string().max(100),
  poolId: z.string().max(100),
  nodes: z.array(z.string().max(260)).min(1).max(20),
});

/** The form in which the name of a pool is typed to adopt nodes into it. */
export function registerAdoptForm(app: App, deps: ListenerDeps): void {
  registerConfirmForm(app, deps, {
    ...{ id: adoptFormId, metadata },
    async submit(ctx, { of, confirm, operationId, announcement }) {
      const raw = { ...of, confirm, dryRun: false };
      const answer = await requestAdoptNodes(ctx, { operationId, raw, announcement });
      if (answer.kind !== 'accepted') return answer;
      return { kind: 'said', message: answers.accepted({ ...answer, doing: 'Adopting nodes into pool' }) };
    },
  });
}
