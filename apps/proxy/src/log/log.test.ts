import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createLog, type LogOptions } from './log.ts';

/** Logs into a list of lines. */
function logInto(lines: string[], options: LogOptions = {}) {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  return createLog({ stream, ...options });
}

test('a line is JSON with time and level', () => {
  const lines: string[] = [];
  logInto(lines).info('listening', { url: 'http://127.0.0.1:8910', rules: 11 });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    level: 'info',
    message: 'listening',
    url: 'http://127.0.0.1:8910',
    rules: 11,
  });
});

test('or text', () => {
  const lines: string[] = [];
  logInto(lines, { format: 'text' }).warn('careful', { tenant: 'acme' });
  expect(lines[0]).toMatch(/^\S+Z warn careful tenant="acme"\n$/);
});

test('levels under the chosen one are left out', () => {
  const lines: string[] = [];
  const log = logInto(lines, { level: 'warn' });
  log.info('no');
  log.warn('yes');
  expect(lines).toHaveLength(1);
});

test('what detectors find is replaced, in lists too', () => {
  const lines: string[] = [];
  const key = 'sk-ABCDEF1234567890ABCDEF';
  logInto(lines).error('request failed', { reason: `no ${key}`, stack: [`at ${key}`] });
  expect(lines[0]).not.toContain('ABCDEF');
  expect(lines[0]).toContain('"reason":"no [');
});

test('a redactor that fails lets nothing through', () => {
  const lines: string[] = [];
  const redact = (): string => {
    throw new Error('broken');
  };
  logInto(lines, { redact }).error('request failed', { reason: 'something' });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    message: 'request failed',
    reason: '[withheld: not redacted]',
  });
});

test('a long text is cut', () => {
  const lines: string[] = [];
  logInto(lines, { redact: (text) => text }).error('x', { reason: 'a'.repeat(5_000) });
  expect(lines[0]?.length).toBeLessThan(2_200);
});
