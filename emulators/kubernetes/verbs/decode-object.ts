import { badRequest } from '../api-error.ts';
import type { ApiRequest } from '../api-request.ts';
import { isJsonObject, type KubeObject } from '../manifest.ts';
import { apiVersionOf } from '../resources.ts';

/** A request's body as an object of the resource; throws 400 for another kind, name or namespace. */
export function decodeObject(request: ApiRequest, body: unknown = request.body): KubeObject {
  const { resource, name, namespace } = request;
  if (!isJsonObject(body)) throw badRequest('the object provided is unrecognized (must be of type JSON object)');
  const apiVersion = apiVersionOf(resource);
  if (body.kind !== undefined && body.kind !== resource.kind) {
    throw badRequest(
      `${String(body.kind)} in version "${String(body.apiVersion)}" cannot be handled as a ${resource.kind}`,
    );
  }
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  const givenName = typeof metadata.name === 'string' ? metadata.name : '';
  const givenNamespace = typeof metadata.namespace === 'string' ? metadata.namespace : undefined;
  if (name !== undefined && givenName !== '' && givenName !== name) {
    throw badRequest(`the name of the object (${givenName}) does not match the name on the URL (${name})`);
  }
  if (namespace !== undefined && givenNamespace !== undefined && givenNamespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const where = resource.namespaced ? { namespace: namespace ?? givenNamespace ?? 'default' } : {};
  return { ...body, apiVersion, kind: resource.kind, metadata: { ...metadata, name: name ?? givenName, ...where } };
}
