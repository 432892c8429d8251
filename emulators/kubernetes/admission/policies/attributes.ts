import type { Cluster } from '../../cluster.ts';
import type { KubeObject } from '../../manifest.ts';
import { namespaces, type Resource } from '../../resources.ts';
import type { Origin } from '../origin.ts';

/** One write as admission sees it. */
export interface Attributes {
  operation: 'CREATE' | 'UPDATE';
  resource: Resource;
  subresource: string | undefined;
  /** Undefined while the server has yet to generate it. */
  name: string | undefined;
  namespace: string | undefined;
  object: KubeObject;
  previous: KubeObject | undefined;
  /** The namespace that the object is in; undefined for one that is in none. */
  namespaceObject: KubeObject | undefined;
  origin: Origin;
}

export function attributesOf(
  cluster: Cluster,
  o: {
    resource: Resource;
    subresource?: string | undefined;
    object: KubeObject;
    previous: KubeObject | undefined;
    origin: Origin;
  },
): Attributes {
  const { metadata } = o.object;
  const namespace = o.resource.namespaced ? (metadata.namespace ?? 'default') : undefined;
  const isNew = o.previous === undefined;
  const isNamedByServer = isNew && metadata.generateName !== undefined && metadata.generateName !== '';
  return {
    operation: isNew ? 'CREATE' : 'UPDATE',
    resource: o.resource,
    subresource: o.subresource,
    name: isNamedByServer ? undefined : metadata.name,
    namespace,
    object: o.object,
    previous: o.previous,
    namespaceObject: namespace === undefined ? undefined : cluster.store.find(namespaces, { name: namespace }),
    origin: o.origin,
  };
}
