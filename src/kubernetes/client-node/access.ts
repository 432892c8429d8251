import { z } from 'zod';
import type { AccessCheck } from '../kubernetes.ts';
import type { Caller } from './call.ts';
import { parseAnswer } from './parse-answer.ts';

const review = z.object({ status: z.object({ allowed: z.boolean() }) });

/** The checks that the identity fails, in the order asked. */
export async function listDenied(call: Caller, checks: AccessCheck[]): Promise<AccessCheck[]> {
  const allowed = await Promise.all(checks.map((check) => isAllowed(call, check)));
  return checks.filter((_check, index) => !allowed[index]);
}

async function isAllowed(call: Caller, check: AccessCheck): Promise<boolean> {
  const { verb, group, resource, subresource, namespace } = check;
  const answer = await call(
    { verb: 'create', group: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews' },
    ({ authorization }) =>
      authorization.createSelfSubjectAccessReview({
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: {
            resourceAttributes: {
              verb,
              group,
              resource,
              ...(subresource && { subresource }),
              ...(namespace && { namespace }),
            },
          },
        },
      }),
  );
  return parseAnswer(review, answer).status.allowed;
}
