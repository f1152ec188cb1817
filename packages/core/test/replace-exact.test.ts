import { expect, test } from '@jest/globals';
import { SafeAI, SafeAIError, type SafeAIEvent } from '../src/index.ts';

const FIRST = 'the-first-value-4711';
const SECOND = 'the-second-value-0815';

const safeai = (): SafeAI =>
  new SafeAI({
    policies: [{ name: 'pass', boundary: 'input', dataTags: ['personal.pii'], action: 'allow' }],
    detection: { exact: [{ name: 'one', value: FIRST }], allow: ['*@example.com'] },
    lockdown: [{ agentId: SECOND, reason: 'stopped' }],
  });

const actionOn = async (one: SafeAI, text: string, agentId = 'a'): Promise<string> =>
  (await one.scanInput({ text, agentId })).decision.action;

test('other values are looked for from then on, and nothing else changes', async () => {
  const one = safeai();
  const { revision } = one.policy;
  expect(await actionOn(one, `x ${FIRST} y`)).toBe('block');
  expect(await actionOn(one, `x ${SECOND} y`)).toBe('allow');
  one.replaceExact([{ name: 'two', value: SECOND }]);
  expect(await actionOn(one, `x ${FIRST} y`)).toBe('allow');
  expect(await actionOn(one, `x ${SECOND} y`)).toBe('block');
  expect(await actionOn(one, 'token=sk-ABCDEF1234567890ABCDEF')).toBe('block');
  expect((await one.scanInput({ text: 'write to a@example.com' })).detections).toEqual([]);
  expect(one.policy.revision).toBe(revision);
  one.replaceExact([]);
  expect(await actionOn(one, `x ${SECOND} y`)).toBe('allow');
  expect(one.detection.knowsValues).toBe(false);
});

test('it works where there were no values, and leaves the shared catalogue as it was', async () => {
  const one = new SafeAI();
  one.replaceExact([{ name: 'two', value: SECOND }]);
  expect(await actionOn(one, `x ${SECOND} y`)).toBe('block');
  expect(await actionOn(new SafeAI(), `x ${SECOND} y`)).toBe('allow');
});

test('a value that comes in pieces is found', async () => {
  const one = new SafeAI();
  one.replaceExact([{ name: 'two', value: SECOND }]);
  const output = await one.openOutput({});
  let text = '';
  for (const piece of ['x the-sec', 'ond-value', '-0815 y']) {
    text += (await output.write('answer', piece)).text;
  }
  for (const rest of (await output.end()).rest) text += rest.text;
  expect(text).not.toContain('0815');
});

test('an emergency stop of a name that becomes a secret stays one', async () => {
  const one = safeai();
  expect(await actionOn(one, 'hello', SECOND)).toBe('block');
  one.replaceExact([{ name: 'two', value: SECOND }]);
  expect(await actionOn(one, 'hello', SECOND)).toBe('block');
});

test('values that cannot be looked for change nothing, and are not in the error', async () => {
  const one = safeai();
  const bad = [{ name: 'short', value: 'hunter2' }];
  expect(() => {
    one.replaceExact(bad);
  }).toThrow(/8 are the least/);
  try {
    one.replaceExact(bad);
  } catch (error) {
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
  }
  expect(await actionOn(one, `x ${FIRST} y`)).toBe('block');
});

test('what becomes of a secret is on record and told, without what it was', async () => {
  const told: SafeAIEvent[] = [];
  const one = new SafeAI({}, { events: { emit: (event) => void told.push(event) } });
  await one.recordSecret({
    event: 'secret.stale',
    backend: 'vault',
    reference: 'secret://vault/app#key',
    reason: 'unreachable',
    usableForMs: 5000,
  });
  expect(told).toEqual([
    expect.objectContaining({
      event: 'secret.stale',
      tenantId: '*',
      agentId: null,
      action: 'flag',
      detail: expect.objectContaining({
        backend: 'vault',
        reference: 'secret://vault/app#key',
        reason: 'unreachable',
        usable_for_ms: 5000,
      }) as unknown,
    }),
  ]);
});

test('that a secret cannot be read is told even where nothing can be recorded; that an agent got one is not', async () => {
  const told: string[] = [];
  const one = new SafeAI(
    {},
    {
      events: { emit: ({ event }) => void told.push(event) },
      audit: {
        append: () => Promise.reject(new SafeAIError('audit_unavailable', 'The disk is full.')),
      },
    },
  );
  const about = { backend: 'vault', reference: 'secret://vault/app#key' };
  await expect(one.recordSecret({ event: 'secret.lost', ...about })).rejects.toMatchObject({
    code: 'audit_unavailable',
  });
  await expect(
    one.recordSecret({ event: 'secret.resolved', agentId: 'a', ...about }),
  ).rejects.toMatchObject({ code: 'audit_unavailable' });
  expect(told).toEqual(['secret.lost']);
});
