import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'src/main.ts!',
    // Started as a process of its own.
    'src/charts/echarts/draw-main.ts!',
    'scripts/{test,verify,check-doc-paths,generate-boundaries,generate-config-schema}.ts',
    'test/**/*.test.ts',
  ],
  project: ['{src,emulators,demo,test,bench,scripts}/**/*.ts'],
  ignoreExportsUsedInFile: true,
  // A peer of Slack's socket client, locked here so that it is one that loads.
  ignoreDependencies: ['undici'],
  ignoreBinaries: ['apt-get'],
};

export default config;
