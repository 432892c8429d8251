import type { z } from 'zod';
import type { ApplyOptions, ConfigMap, ConfigMapToApply } from '../kubernetes.ts';
import { type Caller, unlessAbsent } from './call.ts';
import { toObjectMeta, withMetadata, words } from './object-meta.ts';
import { allPages, pageSize } from './pages.ts';
import { parseAnswer } from './parse-answer.ts';

const fieldManager = 'egress-pool';
const configMap = withMetadata.extend({ data: words });

function toConfigMap(answer: unknown): ConfigMap {
  const parsed: z.infer<typeof configMap> = parseAnswer(configMap, answer);
  return { ...toObjectMeta(parsed), data: parsed.data };
}

export async function readConfigMap(
  call: Caller,
  { namespace, name }: { namespace: string; name: string },
): Promise<ConfigMap | undefined> {
  const answer = await unlessAbsent(
    call({ verb: 'get', group: '', resource: 'configmaps', namespace, name }, ({ core }) =>
      core.readNamespacedConfigMap({ namespace, name }),
    ),
  );
  return answer && toConfigMap(answer);
}

/** Not forced unless asked for: a field that somebody else manages is a conflict that names them. */
export async function applyConfigMap(
  call: Caller,
  wanted: ConfigMapToApply,
  { takesBack = false }: ApplyOptions = {},
): Promise<ConfigMap> {
  const { namespace, name, labels, annotations, data } = wanted;
  const answer = await call(
    { verb: 'patch', group: '', resource: 'configmaps', namespace, name },
    ({ core, serverSideApply }) =>
      core.patchNamespacedConfigMap(
        {
          namespace,
          name,
          fieldManager,
          force: takesBack,
          body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name, labels, annotations }, data },
        },
        serverSideApply,
      ),
  );
  return toConfigMap(answer);
}

/** Deletes this very object; one of the same name made later has another uid and stays. */
export async function deleteConfigMap(
  call: Caller,
  { namespace, name, uid }: { namespace: string; name: string; uid: string },
): Promise<void> {
  await unlessAbsent(
    call({ verb: 'delete', group: '', resource: 'configmaps', namespace, name }, ({ core }) =>
      core.deleteNamespacedConfigMap({ namespace, name, body: { preconditions: { uid } } }),
    ),
  );
}

export async function listConfigMaps(
  call: Caller,
  { namespace, labelSelector }: { namespace: string; labelSelector: string },
): Promise<ConfigMap[]> {
  const found = await allPages((_continue) =>
    call({ verb: 'list', group: '', resource: 'configmaps', namespace }, ({ core }) =>
      core.listNamespacedConfigMap({ namespace, labelSelector, limit: pageSize, ...(_continue && { _continue }) }),
    ),
  );
  return found.map(toConfigMap);
}
