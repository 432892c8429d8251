import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kubernetesPermissions } from '../../../src/kubernetes/client-node/permissions.ts';

const folder = new URL('../../../src/kubernetes/client-node/', import.meta.url);
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'permissions.ts')
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** The client's method names say verb and kind: `readNamespacedConfigMap`, `listPodForAllNamespaces`. */
const verbOf: Record<string, string> = {
  read: 'get',
  list: 'list',
  create: 'create',
  patch: 'patch',
  delete: 'delete',
};

function calledMethods(): string[] {
  const calls = sources.flatMap((source) => [
    ...source.matchAll(
      /\b(?:core|apps|authorization|admission)\s*\.(read|list|create|patch|delete)(?:Namespaced)?(\w+?)(?:ForAllNamespaces)?\(/g,
    ),
  ]);
  return calls.map((call) => `${verbOf[call[1] ?? '']} ${plural(call[2] ?? '')}`);
}

function plural(kind: string): string {
  if (kind === 'PodEviction') return 'pods/eviction';
  const word = kind.toLowerCase();
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}

function declaredCalls(): string[] {
  const calls = sources.flatMap((source) => [
    ...source.matchAll(/verb: '(\w+)', group: '([\w.]*)'(?:, namespace, name)?(?:,|\s)[^}]*?resource: '(\w+)'/g),
  ]);
  return calls.map((call) => `${call[1]} ${call[3]}`);
}

const listed = kubernetesPermissions.flatMap(({ resource, verbs }) => verbs.map((verb) => `${verb} ${resource}`));
const unique = (words: string[]) => [...new Set(words)].sort();

describe('the list of Kubernetes permissions', () => {
  it('equals the calls of the client that the source makes', () => {
    // Server-side apply is a patch that also needs create; custom objects and watches have no typed method.
    const made = [
      ...calledMethods(),
      'create configmaps',
      'create validatingadmissionpolicies',
      'create validatingadmissionpolicybindings',
      'list podnetworkings',
      'watch nodes',
      'watch pods',
    ];

    expect(unique(made)).toEqual(unique(listed));
  });

  it('covers every verb and resource that the source names in its errors', () => {
    const known = [...listed, 'get version'];

    expect(declaredCalls().length).toBeGreaterThan(8);
    expect(declaredCalls().filter((call) => !known.includes(call))).toEqual([]);
  });

  it("changes nodes, ConfigMaps and Terway's pods in kube-system and pods in the canary namespace only", () => {
    const changing = kubernetesPermissions.filter(
      ({ group, verbs }) => group === '' && verbs.some((verb) => ['create', 'patch', 'delete'].includes(verb)),
    );

    expect(changing.map(({ resource, namespace }) => [resource, namespace])).toEqual([
      ['configmaps', 'kube-system'],
      ['nodes', undefined],
      ['pods/eviction', undefined],
      ['pods', 'kube-system'],
      ['pods', 'canary'],
    ]);
  });
});
