/** The controller of a pod; a Deployment's pods belong to replica sets that are named after it and a hash of their template. */
export function workloadOf(
  owner: { kind: string; name: string } | undefined,
  labels: Readonly<Record<string, string>>,
): { kind: string; name: string } | undefined {
  if (!owner) return undefined;
  const hash = labels['pod-template-hash'];
  const isOfDeployment = owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`);
  if (!isOfDeployment) return { kind: owner.kind, name: owner.name };
  return { kind: 'Deployment', name: owner.name.slice(0, -hash.length - 1) };
}
