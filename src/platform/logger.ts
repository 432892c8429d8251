import { pino } from 'pino';
import { redact } from './redact.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What a log line says besides its message: ids, counts, an `err`. Secrets are taken out before they are written. */
export type LogFields = Record<string, unknown>;

/** Writes one JSON object per line. The message is constant; everything that varies is a field. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** A logger that adds these fields to each of its lines. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  level: LogLevel;
  /** Stands in every line, such as `{ service, role }`. */
  base?: LogFields;
  /** Where lines go, newline included; default stdout. */
  write?: (line: string) => void;
}

export function createLogger(options: LoggerOptions): Logger {
  const { level, base, write } = options;
  const settings = {
    level,
    base: base === undefined ? {} : (redact(base) as LogFields),
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (err: unknown) => err },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap(write === undefined ? pino(settings) : pino(settings, { write }));
}

type Sink = ReturnType<typeof pino>;

function wrap(sink: Sink): Logger {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: LogFields, message: string) => {
    if (sink.isLevelEnabled(level)) sink[level](redact(fields) as LogFields, message);
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(sink.child(redact(fields) as LogFields)),
  };
}
