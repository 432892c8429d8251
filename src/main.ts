import { readFileSync } from 'node:fs';
import { loadConfig } from './config/load-config.ts';
import { createLogger } from './platform/logger.ts';
import { createShutdown } from './platform/shutdown.ts';
import { startService } from './wiring/service.ts';

/** The service: loads the configuration, starts the roles, and stops in order on SIGTERM. */
const loaded = loadConfig(process.env, (path) => readFileSync(path, 'utf8'));
if (!loaded.ok) {
  console.error(`egress-pool cannot start: ${loaded.problems.length} problems in the configuration`);
  for (const { path, expected, found, example } of loaded.problems) {
    console.error(`  ${path}: expected ${expected}, found ${found}; for example ${example}`);
  }
  process.exit(1);
}
const { config, warnings } = loaded;
const log = createLogger({
  level: config.logLevel,
  base: { service: 'egress-pool', installation: config.installation },
});
for (const warning of warnings) log.warn({ warning }, 'configuration warning');
const shutdown = createShutdown({ log });
// One unanswered reconnect inside a library must not take the process down; what is lost heals by the due sweep.
process.on('unhandledRejection', (err) => log.error({ err }, 'unhandled rejection'));
const service = await startService(config, { log });
shutdown.register('service', (graceMs) => service.stop(graceMs));
