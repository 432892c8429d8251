import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { authorize } from '../access.ts';
import { admit } from '../admission/admit.ts';
import { originOf } from '../admission/origin.ts';
import { defaultPolicy } from '../admission/policies/default-policy.ts';
import { ApiError, badRequest, conflict, invalid } from '../api-error.ts';
import { type ApiAnswer, type ApiRequest, isDryRun, managerOf } from '../api-request.ts';
import { applyManifest } from '../apply/apply.ts';
import { fieldsOf } from '../apply/field-set.ts';
import { toFieldsV1 } from '../apply/fields-v1.ts';
import { newEntry, takeOwnership, type Writer } from '../apply/ownership.ts';
import { isJsonObject, type KubeObject, type ObjectMeta } from '../manifest.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMergePatch } from '../patch/strategic-merge-patch.ts';
import { storeNew } from './create-object.ts';
import { decodeObject } from './decode-object.ts';

export function updateObject(request: ApiRequest): ApiAnswer {
  const live = request.cluster.store.get(request.resource, refOf(request));
  return { status: 200, body: storeChange(request, { live, next: decodeObject(request) }) };
}

/** JSON patch, merge patch and strategic merge patch; server-side apply is `applyObject`. */
export function patchObject(request: ApiRequest): ApiAnswer {
  const live = request.cluster.store.get(request.resource, refOf(request));
  const next = decodeObject(request, patched(request, live));
  return { status: 200, body: storeChange(request, { live, next }) };
}

export function applyObject(request: ApiRequest): ApiAnswer {
  const manager = request.query.get('fieldManager');
  if (manager === null || manager === '') {
    const message = 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch';
    throw new ApiError({ code: 422, reason: 'Invalid', message });
  }
  const body: unknown = typeof request.body === 'string' ? parse(request.body) : request.body;
  const applied = decodeObject(request, body);
  if (applied.metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  const { store } = request.cluster;
  const live = store.find(request.resource, refOf(request));
  const writer: Writer = {
    manager,
    operation: 'Apply',
    time: store.timestamp(),
    subresource: request.subresource,
  };
  if (live === undefined) {
    if (request.subresource !== undefined) store.get(request.resource, refOf(request));
    // An apply that creates needs both rights.
    authorize({ ...request, verb: 'create' });
    const entry = { ...newEntry(writer, applied.apiVersion), fieldsV1: toFieldsV1(fieldsOf(applied).keys()) };
    applied.metadata.managedFields = [entry];
    return { status: 201, body: storeNew(request, { object: applied, writer }) };
  }
  requireVersion(request, { live, wanted: applied.metadata.resourceVersion });
  const next = applyManifest({ live, applied, writer, force: request.query.get('force') === 'true' });
  return { status: 200, body: storeChange(request, { live, next, isOwned: true }) };
}

export function refOf(request: ApiRequest): { namespace: string | undefined; name: string } {
  return { namespace: request.namespace, name: request.name ?? '' };
}

function patched(request: ApiRequest, live: KubeObject): unknown {
  const type = request.contentType.split(';')[0]?.trim();
  switch (type) {
    case 'application/json-patch+json':
      return jsonPatch(live, request.body);
    case 'application/merge-patch+json':
      return mergePatch(live, request.body);
    case 'application/strategic-merge-patch+json':
      return strategicMergePatch(live, request.body);
    default: {
      const supported =
        'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml, application/strategic-merge-patch+json';
      const message = `the body of the request was in an unknown format - accepted media types include: ${supported}`;
      throw new ApiError({ code: 415, reason: 'UnsupportedMediaType', message });
    }
  }
}

/** Keeps what only the server sets, admits, stores (not on a dry run) and answers the object as it is then. */
function storeChange(request: ApiRequest, o: { live: KubeObject; next: KubeObject; isOwned?: boolean }): KubeObject {
  const { cluster, resource } = request;
  const { live } = o;
  requireVersion(request, { live, wanted: o.next.metadata.resourceVersion });
  const object = withinSubresource(request, live, o.next);
  defaultPolicy(resource, object);
  const isSpecChange = !isDeepStrictEqual({ ...object, metadata: 0, status: 0 }, { ...live, metadata: 0, status: 0 });
  object.metadata = serverMetadata(live, object.metadata);
  if (live.metadata.generation !== undefined) {
    object.metadata.generation = live.metadata.generation + (isSpecChange ? 1 : 0);
  }
  if (o.isOwned !== true) {
    const time = cluster.store.timestamp();
    takeOwnership(live, object, {
      manager: managerOf(request),
      operation: 'Update',
      time,
      subresource: request.subresource,
    });
  }
  admit(cluster, { resource, subresource: request.subresource, object, previous: live, origin: originOf(request) });
  return isDryRun(request) ? object : cluster.store.replace(resource, object, live.metadata.resourceVersion);
}

function withinSubresource(request: ApiRequest, live: KubeObject, next: KubeObject): KubeObject {
  if (request.subresource === 'status') return { ...live, metadata: { ...live.metadata }, status: next.status };
  if (!request.resource.hasStatus) return { ...next, metadata: { ...next.metadata } };
  const { status: _ignored, ...rest } = next;
  const kept = live.status === undefined ? {} : { status: live.status };
  return { ...rest, apiVersion: next.apiVersion, kind: next.kind, metadata: { ...next.metadata }, ...kept };
}

function serverMetadata(live: KubeObject, next: ObjectMeta): ObjectMeta {
  const { metadata } = live;
  const kept: Partial<ObjectMeta> = {};
  if (metadata.uid !== undefined) kept.uid = metadata.uid;
  if (metadata.creationTimestamp !== undefined) kept.creationTimestamp = metadata.creationTimestamp;
  if (metadata.deletionTimestamp !== undefined) kept.deletionTimestamp = metadata.deletionTimestamp;
  if (metadata.deletionGracePeriodSeconds !== undefined) {
    kept.deletionGracePeriodSeconds = metadata.deletionGracePeriodSeconds;
  }
  if (metadata.resourceVersion !== undefined) kept.resourceVersion = metadata.resourceVersion;
  return { ...next, ...kept };
}

function requireVersion(request: ApiRequest, o: { live: KubeObject; wanted: string | undefined }): void {
  const { live, wanted } = o;
  if (wanted !== undefined && wanted !== '' && wanted !== live.metadata.resourceVersion) {
    const why = 'the object has been modified; please apply your changes to the latest version and try again';
    throw conflict(request.resource, live.metadata.name, why);
  }
  const body = request.body;
  const uid = isJsonObject(body) && isJsonObject(body.metadata) ? body.metadata.uid : undefined;
  if (typeof uid === 'string' && uid !== live.metadata.uid) {
    const message = `Invalid value: "${uid}": field is immutable`;
    throw invalid(request.resource, live.metadata.name, [
      { reason: 'FieldValueInvalid', field: 'metadata.uid', message },
    ]);
  }
}
