import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from '../platform/logger.ts';

/** Bolt's and the web client's own words, as fields of ours. */
export function boltLogger(log: Logger): BoltLogger {
  const said = (parts: unknown[]) => ({
    said: parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '),
  });
  return {
    debug: () => undefined,
    info: (...parts) => log.debug(said(parts), 'slack sdk'),
    warn: (...parts) => log.warn(said(parts), 'slack sdk warns'),
    error: (...parts) => log.warn(said(parts), 'slack sdk reports an error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
