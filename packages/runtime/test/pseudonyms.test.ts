import { expect, test } from '@jest/globals';

import { parseConfig } from '@safeai/config';

import { createRuntime } from '../src/index.ts';

const HERE = { tenantId: 'acme', sessionId: 's-1' };

async function runtimeOf(pseudonyms: string) {
  const yaml = `
policy: { pseudonyms: ${pseudonyms} }
policies:
  - { name: hide, boundary: input, data_tags: [personal], action: pseudonymize }
`;
  const time = { now: 0 };
  const clock = { now: () => time.now, monotonic: () => time.now };
  const load = () => Promise.resolve(parseConfig(yaml));
  const { boundary } = await createRuntime({ load, ports: { clock } });
  const { filtered } = await boundary.scanInput({ ...HERE, text: 'ann@example.org' });
  return { boundary, time, pseudonym: filtered ?? '' };
}

test('a configured rule pseudonymizes, and the answer gets the value back until the session is forgotten', async () => {
  const { boundary, time, pseudonym } = await runtimeOf('{ ttl: 10s }');
  expect(pseudonym).toMatch(/^\[EMAIL_[a-f][0-9a-f]{12}\]$/);
  const answer = async () => (await boundary.guardOutput({ ...HERE, text: pseudonym })).safeOutput;
  expect(await answer()).toBe('ann@example.org');
  time.now += 10_000;
  expect(await answer()).toBe(pseudonym);
});

test('tools that are named get the value, others the pseudonym', async () => {
  const { boundary, pseudonym } = await runtimeOf('{ restore_in_tools: [crm_update] }');
  const parameters = async (toolName: string) => {
    const request = { ...HERE, phase: 'request', toolName, parameters: { to: pseudonym } } as const;
    return (await boundary.interceptTool(request)).filteredParameters;
  };
  expect(await parameters('crm_update')).toEqual({ to: 'ann@example.org' });
  expect(await parameters('send_mail')).toEqual({ to: pseudonym });
});

test('a session keeps as many values as it may', async () => {
  const { boundary, pseudonym } = await runtimeOf('{ max_per_session: 1 }');
  await boundary.scanInput({ ...HERE, text: 'bob@example.org' });
  expect((await boundary.guardOutput({ ...HERE, text: pseudonym })).safeOutput).toBe(pseudonym);
});
