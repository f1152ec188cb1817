import { describe, expect, test } from '@jest/globals';
import { fakeRuntime, type FakeRuntime } from './support/fake-runtime.ts';
import { startServer } from './support/server.ts';

const WELL = { state: 'ok', reason: null } as const;

async function asked(health: Partial<FakeRuntime['nextHealth']>, yaml = '') {
  const runtime = fakeRuntime(yaml);
  runtime.nextHealth = { audit: WELL, state: WELL, secrets: WELL, ...health };
  const { send } = await startServer(runtime);
  return { known: await send('/v1/health'), ready: await send('/v1/health/ready'), send };
}

describe('health', () => {
  test('all is well', async () => {
    const { known, ready } = await asked({});
    expect(known.json()).toMatchObject({
      status: 'ok',
      checks: { audit: 'ok', state: 'ok', secrets: 'ok' },
    });
    expect(known.json()).not.toHaveProperty('reasons');
    expect(ready.status).toBe(200);
  });

  test('a warning is told, and refuses nothing', async () => {
    const { known, ready } = await asked({
      audit: { state: 'warning', reason: 'Disk space is short.' },
    });
    expect(known.json()).toMatchObject({
      status: 'warning',
      checks: { audit: 'warning', state: 'ok' },
      reasons: { audit: 'Disk space is short.' },
    });
    expect(ready.status).toBe(200);
  });

  test('why is not told to strangers', async () => {
    const failing = { audit: { state: 'failing', reason: 'The disk is full.' } } as const;
    const { known, ready } = await asked(failing, 'auth: { loopback: credential }');
    expect(known.json()).toEqual({ status: 'failing' });
    expect(ready.text).not.toContain('disk');
  });

  test.each([
    ['audit', 'audit_unavailable'],
    ['state', 'state_unavailable'],
    ['secrets', 'secret_unavailable'],
  ] as const)('not ready while %s fails', async (part, code) => {
    const { known, ready } = await asked({ [part]: { state: 'failing', reason: 'why' } });
    expect(known.status).toBe(200);
    expect(ready.json()).toMatchObject({ status: 503, code });
    expect(ready.headers['retry-after']).toBe('1');
  });

  test('the process lives all the same', async () => {
    const { send } = await asked({ audit: { state: 'failing', reason: 'why' } });
    expect((await send('/v1/health/live')).json()).toEqual({ status: 'ok' });
  });
});
