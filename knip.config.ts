import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'src/main.ts!',
    'src/cli.ts!',
    'demo/main.ts',
    'bench/main.ts',
    'scripts/{test,verify,check-doc-paths,generate-boundaries,generate-config-schema}.ts',
    'test/**/*.test.ts',
  ],
  project: ['{src,emulators,demo,test,bench,scripts}/**/*.ts'],
  ignoreExportsUsedInFile: true,
};

export default config;
