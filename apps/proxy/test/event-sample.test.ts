import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

/** The documents' example, as it is printed there. */
const SAMPLE = readFileSync(new URL('./fixtures/stream_events.py', import.meta.url), 'utf8');
const ENVIRONMENT = fileURLToPath(
  new URL('../../../tools/python/environment.mjs', import.meta.url),
);

const { bin, unavailable } = JSON.parse(
  execFileSync(process.execPath, [ENVIRONMENT, 'events'], { encoding: 'utf8' }),
) as { bin?: string; unavailable?: string };
if (unavailable !== undefined && process.env.CI === 'true') throw new Error(unavailable);

const folder = mkdtempSync(join(tmpdir(), 'safeai-python-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

if (unavailable !== undefined)
  test.skip(`the documents' Python sample: ${unavailable}`, () => undefined);

(unavailable === undefined ? describe : describe.skip)("the documents' Python sample", () => {
  test('prints the events of its boundary, and heartbeats do not break it', async () => {
    const server = await startServer(await realRuntime('events: { heartbeat_seconds: 1 }'));
    const program = join(folder, 'stream_events.py');
    // Nothing is changed but where the server listens.
    writeFileSync(program, SAMPLE.replace('127.0.0.1:8910', new URL(server.url).host));
    const child = spawn(join(bin ?? '', 'python'), ['-u', program], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let complained = '';
    let wake: (() => void) | undefined;
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      wake?.();
    });
    child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString('utf8')));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.once('exit', () => wake?.());
    const until = async (wanted: RegExp): Promise<void> => {
      while (!wanted.test(printed)) {
        if (child.exitCode !== null) throw new Error(complained);
        await new Promise<void>((resolve) => (wake = resolve));
      }
    };
    // Heartbeats show that it has connected and asked for something.
    await until(/NoneNone\n/);
    await server.send('/v1/guard/output', { body: { text: 'alice@example.com' } });
    await server.send('/v1/scan/input', { body: { text: 'token=sk-ABCDEF1234567890ABCDEF' } });
    await until(/block/);
    expect(printed).toMatch(
      /^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] blockdefault-secret-detection$/m,
    );
    expect(printed).not.toContain('redact');
    await until(/block.*(?:\n.*NoneNone){2}\n/);
    child.kill();
    await ended;
    expect(complained).toBe('');
  }, 60_000);
});
