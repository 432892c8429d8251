import type { App } from '@slack/bolt';
import { z } from 'zod';
import { requestDeletePool } from '../../use-cases/request-delete-pool.ts';
import { answers } from '../answers.ts';
import { deleteFormId } from '../blocks/action-ids.ts';
import { poolInUse } from '../blocks/delete-words.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { registerConfirmForm } from './register-confirm-form.ts';

const metadata = z.object({ pool: z.string().max(100), poolId: z.string().max(100) });

/** The form in which the name of a pool is typed to delete it. */
export function registerDeleteForm(app: App, deps: ListenerDeps): void {
  registerConfirmForm(app, deps, {
    ...{ id: deleteFormId, metadata },
    async submit(ctx, { of, confirm, operationId, announcement }) {
      const raw = { ...of, confirm, dryRun: false };
      const answer = await requestDeletePool(ctx, { operationId, raw, announcement });
      if (answer.kind === 'in-use') return { kind: 'said', message: poolInUse(answer) };
      if (answer.kind !== 'accepted') return answer;
      return { kind: 'said', message: answers.accepted({ ...answer, doing: 'Deleting pool' }) };
    },
  });
}
