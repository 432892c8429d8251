import { admit } from '../admission/admit.ts';
import { originOf } from '../admission/origin.ts';
import { defaultPolicy } from '../admission/policies/default-policy.ts';
import { alreadyExists, badRequest, invalid } from '../api-error.ts';
import { type ApiAnswer, type ApiRequest, isDryRun, managerOf } from '../api-request.ts';
import { takeOwnership, type Writer } from '../apply/ownership.ts';
import { isJsonObject, type KubeObject } from '../manifest.ts';
import { randomSuffix } from '../random-suffix.ts';
import { decodeObject } from './decode-object.ts';

export function createObject(request: ApiRequest): ApiAnswer {
  const object = decodeObject(request);
  nameObject(request, object);
  if (object.metadata.resourceVersion !== undefined && object.metadata.resourceVersion !== '') {
    throw badRequest('resourceVersion should not be set on objects to be created');
  }
  const time = request.cluster.store.timestamp();
  const writer: Writer = { manager: managerOf(request), operation: 'Update', time };
  return { status: 201, body: storeNew(request, { object, writer }) };
}

/** Fills in what the server sets, admits and stores (not on a dry run). Throws 409 when the name is taken. */
export function storeNew(request: ApiRequest, o: { object: KubeObject; writer: Writer }): KubeObject {
  const { cluster, resource } = request;
  const { object } = o;
  const { managedFields, uid: _uid, creationTimestamp: _time, deletionTimestamp: _gone, ...metadata } = object.metadata;
  object.metadata = metadata;
  defaultPolicy(resource, object);
  if (resource.hasStatus && resource.plural !== 'pods') delete object.status;
  if (isJsonObject(object.spec)) object.metadata.generation = 1;
  if (o.writer.operation === 'Apply' && managedFields !== undefined) object.metadata.managedFields = managedFields;
  else takeOwnership(undefined, object, o.writer);
  admit(cluster, { resource, object, previous: undefined, origin: originOf(request) });
  if (cluster.store.find(resource, object.metadata) !== undefined) throw alreadyExists(resource, object.metadata.name);
  if (!isDryRun(request)) return cluster.store.create(resource, object);
  const uid = '00000000-0000-4000-8000-000000000000';
  return { ...object, metadata: { ...object.metadata, uid, creationTimestamp: o.writer.time } };
}

function nameObject(request: ApiRequest, object: KubeObject): void {
  const { metadata } = object;
  if (metadata.name !== '') return;
  if (metadata.generateName !== undefined && metadata.generateName !== '') {
    metadata.name = `${metadata.generateName}${randomSuffix()}`;
    return;
  }
  const message = 'Required value: name or generateName is required';
  throw invalid(request.resource, '', [{ reason: 'FieldValueRequired', field: 'metadata.name', message }]);
}
