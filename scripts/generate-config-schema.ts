import { writeFileSync } from 'node:fs';
import { configSchemaText } from './config-schema.ts';

writeFileSync(new URL('../egress-pool.schema.json', import.meta.url), configSchemaText());
console.log('egress-pool.schema.json is up to date');
