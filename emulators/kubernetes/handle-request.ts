import { authorize } from './access.ts';
import { ApiError } from './api-error.ts';
import { type ApiAnswer, type ApiRequest, methodNotAllowed } from './api-request.ts';
import { applyObject, patchObject, updateObject } from './verbs/change-object.ts';
import { createObject } from './verbs/create-object.ts';
import { deleteCollection, deleteObject } from './verbs/delete-object.ts';
import { evictPod } from './verbs/evict-pod.ts';
import { getObject, listObjects } from './verbs/list-objects.ts';

/** Answers a request on a resource (watches are streamed elsewhere). Throws ApiError. */
export function handleRequest(request: ApiRequest): ApiAnswer {
  authorize(request);
  const { subresource, verb } = request;
  if (subresource === 'eviction') {
    if (verb !== 'create') throw methodNotAllowed();
    return evictPod(request);
  }
  if (subresource !== undefined && subresource !== 'status') {
    throw new ApiError({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' });
  }
  switch (verb) {
    case 'get':
      return getObject(request);
    case 'list':
      return listObjects(request);
    case 'create':
      return createObject(request);
    case 'update':
      return updateObject(request);
    case 'patch':
      return patchObject(request);
    case 'apply':
      return applyObject(request);
    case 'delete':
      return deleteObject(request);
    case 'deletecollection':
      return deleteCollection(request);
    default:
      throw methodNotAllowed();
  }
}
