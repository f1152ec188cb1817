import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { connect, folderWith, PEOPLE, pipe, serve } from './support/bed.ts';

const RULE = `
policies:
  - { name: no-oranges, boundary: input, data_tags: [fruit.orange], action: block, reason: No oranges }
`;

test('a server that comes is asked, and when it has gone the process judges again', async () => {
  const cwd = await folderWith(PEOPLE);
  const host = await connect({ cwd });
  const modeOf = async () =>
    (await host.call('query_audit', { limit: 1 })).answer.note === undefined;
  expect(await modeOf()).toBe(false);
  const first = await serve(cwd);
  expect(await modeOf()).toBe(true);
  await first.close();
  expect(await modeOf()).toBe(false);
  const second = await serve(cwd);
  expect(await modeOf()).toBe(true);
  // What was decided before is on record now.
  await second.close();
});

test('a decision of the process itself is on record once a server has run', async () => {
  const cwd = await folderWith(PEOPLE);
  const host = await connect({ cwd });
  const { answer } = await host.call('scan_input', { text: 'hello' });
  const { decision_id: id } = answer.decision as { decision_id: string };
  const early = await host.call('explain_decision', { decision_id: id });
  expect(early).toMatchObject({ isError: true, text: expect.stringContaining('safeai serve') });
  await host.leave();
  await serve(cwd);
  const later = await connect({ cwd });
  expect((await later.call('explain_decision', { decision_id: id })).answer).toMatchObject({
    record: { event: 'scan.allowed', principal: 'local' },
  });
});

test('reload_policies takes an edited file, and keeps the rules where it is wrong', async () => {
  const cwd = await folderWith(PEOPLE);
  const host = await connect({ cwd });
  const scan = () => host.call('scan_input', { text: 'hello', data_tags: ['fruit.orange'] });
  expect((await scan()).answer).toMatchObject({ decision: { action: 'allow' } });
  await appendFile(join(cwd, 'safeai.yaml'), RULE);
  expect((await host.call('reload_policies')).answer).toMatchObject({ reloaded: true });
  expect((await scan()).answer).toMatchObject({ decision: { policy_name: 'no-oranges' } });
  await writeFile(join(cwd, 'safeai.yaml'), 'policies: [{ nmae: x }]\n');
  const { isError, text } = await host.call('reload_policies');
  expect({ isError, text }).toEqual({
    isError: true,
    text: expect.stringContaining('safeai.yaml:1'),
  });
  expect((await scan()).answer).toMatchObject({ decision: { policy_name: 'no-oranges' } });
});

test('a configuration that is wrong is told to the model, and works once it is put right', async () => {
  const cwd = await folderWith('server: { prot: 1 }\n');
  const host = await connect({ cwd });
  expect(await host.tools()).toHaveLength(14);
  const { isError, text } = await host.call('health_check');
  expect({ isError, text }).toEqual({
    isError: true,
    text: expect.stringContaining('safeai.yaml:1'),
  });
  await writeFile(join(cwd, 'safeai.yaml'), '');
  expect((await host.call('health_check')).isError).toBe(false);
});

test('a gateway that does not answer is told so', async () => {
  const { url, close } = await serve(await folderWith(''));
  await close();
  const host = await connect({ cwd: '/', env: { SAFEAI_URL: url } });
  const { isError, text } = await host.call('scan_input', { text: 'hello' });
  expect({ isError, text }).toEqual({
    isError: true,
    text: expect.stringMatching(/^guard_unavailable: .* does not answer/),
  });
});

test('without a safeai.yaml the defaults hold, and it says so', async () => {
  const cwd = await folderWith();
  const host = await connect({ cwd, env: { HOME: cwd } });
  const { answer } = await host.call('scan_input', { text: 'token=sk-ABCDEF1234567890ABCDEF' });
  expect(answer).toMatchObject({ decision: { action: 'block' } });
  expect(host.said()).toContain('the defaults are in force');
});

test.each([
  [{ env: { SAFEAI_URL: 'localhost:8910' } }, 'SAFEAI_URL'],
  [{ env: { SAFEAI_AGENT: 'ann@example.com' } }, 'SAFEAI_AGENT'],
  [{ flags: { port: '8920' } }, '--http'],
  [{ flags: { http: true, port: '70000' } }, '--port'],
  [{ flags: { http: true, host: '::' } }, 'SAFEAI_MCP_TOKEN'],
  [{ flags: { http: true }, env: { SAFEAI_MCP_TOKEN: 'short' } }, 'SAFEAI_MCP_TOKEN'],
])('%j is told at the start', async (wrong, what) => {
  await expect(pipe({ cwd: '/', ...wrong }).over).rejects.toThrow(what);
});
