import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadConfig } from '@safeai/config';

import { createRuntime, type Runtime } from '../src/index.ts';

let folder: string;

const write = (yaml: string) => writeFile(join(folder, 'safeai.yaml'), yaml);
const create = () =>
  createRuntime({ load: () => loadConfig({ environment: {}, file: 'safeai.yaml', cwd: folder }) });
const decide = async (runtime: Runtime) =>
  (await runtime.boundary.scanInput({ text: 'hi' })).decision;

const RULE = (action: string) =>
  `policies:\n  - name: mine\n    boundary: input\n    action: ${action}\n`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safeai-reload-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a reload', () => {
  test('swaps in what the file says now', async () => {
    await write(RULE('flag'));
    const runtime = await create();
    expect(await decide(runtime)).toMatchObject({ action: 'flag', policyName: 'mine' });
    await write(RULE('block'));
    const { revision, rules, reloaded } = await runtime.reload();
    expect(reloaded).toBe(true);
    expect(rules).toBe(runtime.policies().rules.length);
    expect(await decide(runtime)).toMatchObject({ action: 'block', policyRevision: revision });
  });

  test.each<[string, string, RegExp]>([
    ['an unknown key', 'polices: []\n', /safeai\.yaml:1:1.*policies/s],
    ['broken YAML', 'policies: [\n', /safeai\.yaml:\d+:\d+/],
    [
      'a pattern that takes too long',
      `${RULE('block')}    when: {model: {matches: '(a|a){1,30}b'}}\n`,
      /safeai\.yaml:\d+:\d+/,
    ],
    [
      'a detector whose own example fails',
      'detection:\n  rules:\n    - {id: mine, type: ticket, tags: [internal.ticket], anchors: [TICK-], ' +
        "pattern: 'TICK-[0-9]{4}', max_length: 9, examples: {positive: ['TOCK-1234'], negative: []}}\n",
      /safeai\.yaml:\d+:\d+/,
    ],
  ])('of a file with %s keeps the old set and says where', async (_, yaml, message) => {
    await write(RULE('flag'));
    const runtime = await create();
    const before = runtime.policies().revision;
    await write(yaml);
    await expect(runtime.reload()).rejects.toMatchObject({
      code: 'invalid_config',
      message: expect.stringMatching(message),
    });
    expect(runtime.policies().revision).toBe(before);
    expect(await decide(runtime)).toMatchObject({ action: 'flag' });
    await expect(create()).rejects.toMatchObject({ code: 'invalid_config' });
  });

  test('tells of changes that wait for the next start', async () => {
    await write('server: {port: 18930}\n');
    const runtime = await create();
    await write('server: {port: 18931}\nlimits: {keep_alive_seconds: 9, json_depth: 9}\n');
    const { warnings } = await runtime.reload();
    expect(warnings).toEqual([
      'server.port: the change takes effect at the next start',
      'limits.keep_alive_seconds: the change takes effect at the next start',
    ]);
  });

  test('asked for many times at once ends with what the file said last', async () => {
    await write(RULE('flag'));
    const runtime = await create();
    const reloads = [runtime.reload(), write(RULE('block')).then(() => runtime.reload())];
    await Promise.all(reloads);
    expect(await decide(runtime)).toMatchObject({ action: 'block' });
  });

  test('that never ends does not keep a runtime from closing', async () => {
    await write('');
    const loaded = await loadConfig({ environment: {}, file: 'safeai.yaml', cwd: folder });
    const loads = [Promise.resolve(loaded), new Promise<never>(() => undefined)];
    const runtime = await createRuntime({
      load: () => loads.shift() ?? Promise.reject(new Error()),
    });
    void runtime.reload();
    void runtime.reload();
    await expect(runtime.close()).resolves.toBeUndefined();
  });

  test('that ends after the runtime was closed changes nothing', async () => {
    await write(RULE('flag'));
    const runtime = await create();
    await write(RULE('block'));
    const reload = runtime.reload();
    await runtime.close();
    await expect(reload).rejects.toMatchObject({ code: 'shutting_down' });
    expect(await decide(runtime)).toMatchObject({ action: 'flag' });
    await expect(runtime.reload()).rejects.toMatchObject({ code: 'shutting_down' });
  });

  test('takes a detector without examples as it is', async () => {
    await write(
      "detection:\n  rules:\n    - {id: mine, type: ticket, tags: [secret.ticket], anchors: [TICK-], pattern: 'TICK-[0-9]{4}', max_length: 9}\n",
    );
    const runtime = await create();
    const found = await runtime.boundary.scanInput({ text: 'see TICK-1234' });
    expect(found.detections).toMatchObject([{ detector: 'mine' }]);
  });

  test('reaches detectors, contracts and identities', async () => {
    await write('');
    const runtime = await create();
    await write(
      'identities: [{agent_id: known}]\ndetection:\n  rules:\n    - {id: mine, type: ticket, tags: [secret.ticket], anchors: [TICK-], ' +
        "pattern: 'TICK-[0-9]{4}', max_length: 9, examples: {positive: ['TICK-1234'], negative: []}}\n",
    );
    await runtime.reload();
    const found = await runtime.boundary.scanInput({ text: 'see TICK-1234', agentId: 'known' });
    expect(found).toMatchObject({
      decision: { action: 'block' },
      detections: [{ detector: 'mine' }],
    });
    const stranger = await runtime.boundary.scanInput({ text: 'hi', agentId: 'other' });
    expect(stranger.decision.reasonCode).toBe('unknown_agent');
  });
});
