import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { alreadyExists, conflict, expired, notFound } from './api-error.ts';
import type { KubeObject } from './manifest.ts';
import type { Resource } from './resources.ts';

export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  resource: Resource;
  resourceVersion: number;
  object: KubeObject;
  /** What it was before; selectors need it to tell that an object left a watch. */
  previous: KubeObject | undefined;
}

export interface ObjectRef {
  namespace?: string | undefined;
  name: string;
}

const HISTORY_LENGTH = 5_000;

/**
 * The objects of one cluster and the stream of their changes. One counter numbers every write, as etcd's revision
 * does. Objects are replaced, never changed in place, so what a caller got stays what it was.
 */
export class Store {
  readonly #now: () => number;
  readonly #objects = new Map<string, Map<string, KubeObject>>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #undelivered: StoreEvent[] = [];
  #isDelivering = false;
  #history: StoreEvent[] = [];
  #revision = 1;
  #compactedTo = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get revision(): number {
    return this.#revision;
  }

  /** The API server's own time: seconds, no fraction. */
  timestamp(): string {
    return `${new Date(this.#now()).toISOString().slice(0, 19)}Z`;
  }

  find<T extends KubeObject>(resource: Resource<T>, ref: ObjectRef): T | undefined {
    return this.#typed(resource, this.#table(resource).get(keyOf(ref)));
  }

  get<T extends KubeObject>(resource: Resource<T>, ref: ObjectRef): T {
    const found = this.find(resource, ref);
    if (found === undefined) throw notFound(resource, ref.name);
    return found;
  }

  /** In the order of etcd: by namespace and name. */
  list<T extends KubeObject>(resource: Resource<T>, namespace?: string): T[] {
    const found: T[] = [];
    for (const object of this.#table(resource).values()) {
      if (namespace !== undefined && object.metadata.namespace !== namespace) continue;
      const typed = this.#typed(resource, object);
      if (typed !== undefined) found.push(typed);
    }
    return found.sort((a, b) => (keyOf(a.metadata) < keyOf(b.metadata) ? -1 : 1));
  }

  create<T extends KubeObject>(resource: Resource<T>, manifest: T): T {
    const table = this.#table(resource);
    const key = keyOf(manifest.metadata);
    if (table.has(key)) throw alreadyExists(resource, manifest.metadata.name);
    const object = structuredClone(manifest);
    object.metadata.uid ??= randomUUID();
    object.metadata.creationTimestamp ??= this.timestamp();
    return this.#write({ type: 'ADDED', resource, object, previous: undefined });
  }

  /**
   * Applies `change` to a copy and stores it, unless nothing changed. An object whose last finalizer is taken off while
   * it is being deleted goes.
   */
  update<T extends KubeObject>(resource: Resource<T>, ref: ObjectRef, change: (draft: T) => void): T {
    const previous = this.get(resource, ref);
    const object = structuredClone(previous);
    change(object);
    return this.replace(resource, object, previous.metadata.resourceVersion);
  }

  /** `expectedVersion` undefined: whatever is there is replaced. */
  replace<T extends KubeObject>(resource: Resource<T>, object: T, expectedVersion: string | undefined): T {
    const previous = this.get(resource, object.metadata);
    if (expectedVersion !== undefined && expectedVersion !== previous.metadata.resourceVersion) {
      const why = 'the object has been modified; please apply your changes to the latest version and try again';
      throw conflict(resource, object.metadata.name, why);
    }
    const next = structuredClone(object);
    if (previous.metadata.resourceVersion !== undefined)
      next.metadata.resourceVersion = previous.metadata.resourceVersion;
    if (isDeepStrictEqual(next, previous)) return previous;
    const isGoing =
      next.metadata.deletionTimestamp !== undefined && (next.metadata.deletionGracePeriodSeconds ?? 0) === 0;
    const stored = this.#write({ type: 'MODIFIED', resource, object: next, previous });
    if (isGoing && (next.metadata.finalizers ?? []).length === 0) this.remove(resource, next.metadata);
    return stored;
  }

  /** Takes the object out at once; finalizers and grace are the caller's business. */
  remove<T extends KubeObject>(resource: Resource<T>, ref: ObjectRef): T | undefined {
    const previous = this.find(resource, ref);
    if (previous === undefined) return undefined;
    return this.#write({ type: 'DELETED', resource, object: structuredClone(previous), previous });
  }

  onChange(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes after `revision`, oldest first. Throws 410 when they are no longer known. */
  since(resource: Resource, revision: number): StoreEvent[] {
    if (revision < this.#compactedTo) throw expired(`too old resource version: ${revision} (${this.#compactedTo})`);
    return this.#history.filter((event) => event.resourceVersion > revision && isSame(event.resource, resource));
  }

  /** Forgets the history, as etcd's compaction does: a watch from an older version gets 410. */
  compact(): void {
    this.#history = [];
    this.#compactedTo = this.#revision + 1;
    this.#revision += 1;
  }

  #write<T extends KubeObject>(change: {
    type: StoreEvent['type'];
    resource: Resource<T>;
    object: T;
    previous: KubeObject | undefined;
  }): T {
    const { resource, object, type, previous } = change;
    this.#revision += 1;
    object.metadata.resourceVersion = String(this.#revision);
    if (type === 'DELETED') this.#table(resource).delete(keyOf(object.metadata));
    else this.#table(resource).set(keyOf(object.metadata), object);
    const event: StoreEvent = { type, resource, resourceVersion: this.#revision, object, previous };
    this.#history.push(event);
    if (this.#history.length > HISTORY_LENGTH) this.#compactedTo = this.#history.shift()?.resourceVersion ?? 0;
    this.#undelivered.push(event);
    this.#deliver();
    return object;
  }

  /** A listener may write: what it causes is told to everybody after what it was told. */
  #deliver(): void {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    try {
      for (let event = this.#undelivered.shift(); event !== undefined; event = this.#undelivered.shift()) {
        for (const listener of [...this.#listeners]) listener(event);
      }
    } finally {
      this.#isDelivering = false;
    }
  }

  #table(resource: Resource): Map<string, KubeObject> {
    const key = `${resource.group}/${resource.plural}`;
    const table = this.#objects.get(key) ?? new Map<string, KubeObject>();
    this.#objects.set(key, table);
    return table;
  }

  /** The one cast: rows are filled through the same `Resource<T>`, and requests are validated before they get here. */
  #typed<T extends KubeObject>(_resource: Resource<T>, object: KubeObject | undefined): T | undefined {
    return object as T | undefined;
  }
}

function keyOf(ref: ObjectRef): string {
  return `${ref.namespace ?? ''}/${ref.name}`;
}

function isSame(a: Resource, b: Resource): boolean {
  return a.group === b.group && a.plural === b.plural;
}
