import { expect, test } from 'vitest';
import { cloudActions } from '../../../src/cloud/alibaba/actions.ts';
import { kubernetesPermissions } from '../../../src/kubernetes/client-node/permissions.ts';
import { documentsOf, textOf } from './repository-file.ts';

interface Policy {
  Statement: { Effect: string; Action: string[] }[];
}
interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  rules?: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
  roleRef?: { kind: string; name: string };
}
const canaryNamespace = 'egress-pool';

test('the RAM policy allows exactly the actions that the cloud adapter calls', () => {
  const policy = JSON.parse(textOf('deploy/ram-policy.json')) as Policy;

  const allowed = policy.Statement.flatMap(({ Action }) => Action);

  expect(allowed.toSorted()).toEqual([...cloudActions].toSorted());
  expect(policy.Statement.every(({ Effect }) => Effect === 'Allow')).toBe(true);
});

test('the roles allow exactly the verbs that the Kubernetes adapter uses, where it uses them', () => {
  const granted = documentsOf<Manifest>('deploy/kubernetes/rbac.yaml').flatMap(({ metadata, rules = [] }) =>
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) =>
          verbs.map((verb) => `${metadata.namespace ?? '*'} ${group}/${resource} ${verb}`),
        ),
      ),
    ),
  );
  const used = kubernetesPermissions.flatMap(({ group, resource, verbs, namespace = '*' }) =>
    verbs.map((verb) => `${namespace === 'canary' ? canaryNamespace : namespace} ${group}/${resource} ${verb}`),
  );

  expect(granted.toSorted()).toEqual(used.toSorted());
});

test('every role is bound in its own place', () => {
  const manifests = documentsOf<Manifest>('deploy/kubernetes/rbac.yaml');
  const place = (kind: string, { name, namespace = '*' }: Manifest['metadata']) => `${kind} ${namespace}/${name}`;

  const roles = manifests.filter(({ kind }) => /Role$/.test(kind)).map(({ kind, metadata }) => place(kind, metadata));
  const bound = manifests
    .filter(({ roleRef }) => roleRef !== undefined)
    .map(({ roleRef, metadata }) => place(roleRef?.kind ?? '', { ...metadata, name: roleRef?.name ?? '' }));

  expect(bound.toSorted()).toEqual(roles.toSorted());
});
