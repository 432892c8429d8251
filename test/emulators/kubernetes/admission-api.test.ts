import { afterEach, beforeEach, expect, test } from 'vitest';
import { admissionPolicies } from '../../../emulators/kubernetes/resources.ts';
import { until } from '../../support/until.ts';
import { call, enforce, GROUP, startWithNamespaces } from './admission-world.ts';
import { poolBinding, poolPolicy } from './pool-policy.ts';
import { createWorld, podOnPool, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWithNamespaces();
});
afterEach(() => world.close());

const post = (policy: object) => call(world, 'POST', `${GROUP}/validatingadmissionpolicies`, policy);

test.each([
  ['object.spec.x +', 'Syntax error: Unexpected token: EOF'],
  ['pod.spec.x == 1', "undeclared reference to 'pod' (in container '')"],
  ['variables.nope', "undefined field 'nope'"],
  ['request.pod == 1', "undefined field 'pod'"],
  ['object.spec.hostNetwork', 'must evaluate to bool'],
  ["'a' + 1 == 'a1'", 'no such overload: string + int'],
])('the API refuses the expression %s', async (expression, why) => {
  const { status, json } = await post(poolPolicy({ validations: [{ expression }] }));

  expect(status).toBe(422);
  expect(json.message).toContain(
    'ValidatingAdmissionPolicy.admissionregistration.k8s.io "egress-pool-payments" is invalid: spec.validations[0].expression: Invalid value:',
  );
  expect(json.message).toContain(why);
});

test('the API refuses a policy without rules or validations and a binding that both denies and warns', async () => {
  const empty = await post(poolPolicy({ matchConstraints: {}, validations: [] }));
  const both = await call(
    world,
    'POST',
    `${GROUP}/validatingadmissionpolicybindings`,
    poolBinding({ validationActions: ['Deny', 'Warn'] }),
  );

  expect(empty.json.details.causes.map((cause: { field: string }) => cause.field)).toEqual([
    'spec.matchConstraints.resourceRules',
    'spec.validations',
  ]);
  expect(both).toMatchObject({ status: 422 });
});

test('the API fills in defaults and reports when a policy was checked', async () => {
  const { json } = await post(poolPolicy());
  const checked = await until(() => world.cluster.get(admissionPolicies, { name: 'egress-pool-payments' })?.status);

  expect(json.spec).toMatchObject({
    failurePolicy: 'Fail',
    matchConstraints: { matchPolicy: 'Equivalent', namespaceSelector: {}, resourceRules: [{ scope: '*' }] },
  });
  expect(checked).toEqual({ observedGeneration: 1, typeChecking: {} });
});

test('the API changes nothing when the same manifest is applied twice', async () => {
  const path = `${GROUP}/validatingadmissionpolicies/egress-pool-payments?fieldManager=egress-pool&force=true`;
  const apply = () => call(world, 'PATCH', path, poolPolicy(), 'application/apply-patch+yaml');
  await apply();
  await until(() => world.cluster.get(admissionPolicies, { name: 'egress-pool-payments' })?.status);

  const [second, third] = [await apply(), await apply()];

  expect(second.json.metadata.generation).toBe(1);
  expect(third.json.metadata.resourceVersion).toBe(second.json.metadata.resourceVersion);
});

test('policies exist in new clusters only, where the seed says so', async () => {
  const old = await createWorld({ admissionPolicies: false });

  const [there, here] = [old, world].map((one) => call(one, 'GET', `${GROUP}/validatingadmissionpolicies`));

  expect([(await there)?.status, (await here)?.status]).toEqual([404, 200]);
  await old.close();
});

test('an old cluster knows no policies and holds none', async () => {
  await enforce(world);
  world.emulator.settings.admissionPolicies = false;

  const [listed, posted] = [await call(world, 'GET', `${GROUP}/validatingadmissionpolicies`), await post(poolPolicy())];
  const discovered = await call(world, 'GET', GROUP);

  expect([listed.status, posted.status]).toEqual([404, 404]);
  expect(discovered.json.resources).toEqual([]);
  const pod = podOnPool('p', { nodeName: 'pool-1' });
  expect((await call(world, 'POST', '/api/v1/namespaces/default/pods', pod)).status).toBe(201);
});
