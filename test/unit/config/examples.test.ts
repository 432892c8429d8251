import { parseEnv } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configSchemaText } from '../../../scripts/config-schema.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { repositoryText } from './example-settings.ts';

const example = () => repositoryText('egress-pool.example.yaml');

test('.env.example and egress-pool.example.yaml make a valid configuration', () => {
  const loaded = loadConfig(parseEnv(repositoryText('.env.example')), example);

  expect(loaded).toMatchObject({ ok: true, warnings: [] });
});

test('the JSON Schema for editors is the one that the service checks with', () => {
  expect(repositoryText('egress-pool.schema.json'), 'run: npm run schema').toBe(configSchemaText());
});

test('the JSON Schema accepts the example and refuses an unknown key', () => {
  const validate = new Ajv2020().compile(JSON.parse(repositoryText('egress-pool.schema.json')) as object);

  expect(validate(parse(example()))).toBe(true);
  expect(validate({ ...(parse(example()) as object), instalation: 'x' })).toBe(false);
});

test('every variable that the service reads is in .env.example, and no other', () => {
  const described = parseEnv(repositoryText('.env.example'));
  const read = new Set<string>();
  const watched = new Proxy(described, {
    get: (target, name) => {
      read.add(String(name));
      return target[String(name)];
    },
  });

  loadConfig(watched, example);

  expect([...read].toSorted()).toEqual(Object.keys(described).toSorted());
});
