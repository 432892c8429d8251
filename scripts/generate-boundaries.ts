import { readFileSync, writeFileSync } from 'node:fs';
import { boundaryConfigText } from './boundary-config.ts';

const place = new URL('../biome.boundaries.json', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const text = boundaryConfigText(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));

if (!process.argv.includes('--check')) {
  writeFileSync(place, text);
  console.log('biome.boundaries.json is up to date');
} else if (readFileSync(place, 'utf8') !== text) {
  console.log('biome.boundaries.json is not what scripts/boundaries.ts and package.json say; run: npm run boundaries');
  process.exitCode = 1;
}
