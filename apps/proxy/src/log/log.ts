import type { Writable } from 'node:stream';
import { createLogger, format, transports, type Logger } from 'winston';
import { redactForLog } from './redact-text.ts';
import { redacting, type Redact } from './redacting.ts';

/** Least severe message that is written. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** How a server writes its log. */
export interface LogOptions {
  /** `info` if absent. */
  readonly level?: LogLevel;
  /** `json` if absent. */
  readonly format?: 'json' | 'text';
  /** Where lines go; stderr if absent. */
  readonly stream?: Writable;
  /** Takes what must not be logged out of a text; what the shipped detectors find if absent. */
  readonly redact?: Redact;
}

/**
 * The application log: one line for each event, never a body, a header or a found value.
 */
export function createLog(options: LogOptions = {}): Logger {
  const lines = options.format === 'text' ? format.printf(textLine) : format.json();
  return createLogger({
    level: options.level ?? 'info',
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: format.combine(format.timestamp(), redacting(options.redact ?? redactForLog), lines),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston types its transports as interfaces
    transports: [new transports.Stream({ stream: options.stream ?? process.stderr })],
    exitOnError: false,
  });
}

function textLine(info: Record<string, unknown>): string {
  const { timestamp, level, message, ...rest } = info;
  const fields = Object.entries(rest).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  return `${String(timestamp)} ${String(level)} ${String(message)}${fields.join('')}`;
}
