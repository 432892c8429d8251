import { isKnownError } from '../../domain/errors.ts';
import { readApiError } from './api-error.ts';
import { type Caller, isAnswered, unlessAbsent } from './call.ts';

/** 429 means that a disruption budget does not allow it now; the API's causes name the budget. */
export async function evictPod(
  call: Caller,
  { namespace, name }: { namespace: string; name: string },
): Promise<'evicted' | { blockedBy: string }> {
  const about = { verb: 'create', group: '', resource: 'pods/eviction', namespace, name };
  try {
    await unlessAbsent(
      call(about, ({ core }) =>
        core.createNamespacedPodEviction({ namespace, name, body: { metadata: { namespace, name } } }),
      ),
    );
    return 'evicted';
  } catch (error) {
    if (!isAnswered(error, 429) || !isKnownError(error)) throw error;
    const { causes, message } = readApiError(error.cause);
    return { blockedBy: (causes[0] ?? message).slice(0, 200) };
  }
}
