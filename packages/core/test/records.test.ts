import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { SafeAI } from '../src/safeai.ts';
import { APPROVER, house, SECRET } from './house.ts';

describe('recorded before answered', () => {
  test('every decision is one record and one event, under its id', async () => {
    const { safeai, records, events } = house();
    const answers = [
      await safeai.scanInput({ text: 'hi', agentId: 'a', sessionId: 's', tenantId: 't' }),
      await safeai.guardOutput({ text: 'alice@example.com' }),
      await safeai.interceptTool({ phase: 'request', toolName: 'x', parameters: {} }),
      await safeai.interceptMessage({ message: 'hi', sourceAgentId: 'a', destinationAgentId: 'b' }),
    ];
    const ids = answers.map((answer) => answer.decision.decisionId);
    expect(records.map((record) => record.decisionId)).toEqual(ids);
    expect(events.map((event) => event.decisionId)).toEqual(ids);
    expect(events.map((event) => event.event)).toEqual([
      'scan.allowed',
      'guard.redacted',
      'intercept.allowed',
      'message.allowed',
    ]);
    expect(records[0]).toMatchObject({
      tenantId: 't',
      agentId: 'a',
      sessionId: 's',
      boundary: 'input',
    });
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('disk');
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk'))],
  ])('a log that %s means no answer, and no event', async (_, append) => {
    const { safeai, events } = house({}, { audit: { append } });
    await expect(safeai.scanInput({ text: 'hi' })).rejects.toMatchObject({
      code: 'audit_unavailable',
      status: 503,
    });
    expect(events).toEqual([]);
  });

  test('explaining records nothing', async () => {
    const { safeai, records, events } = house();
    const answer = await safeai.explain({ boundary: 'input', text: SECRET });
    expect(answer).toMatchObject({
      decision: { action: 'block' },
      explanation: { action: 'block' },
    });
    expect(records).toEqual([]);
    expect(events).toEqual([]);
  });
});

describe('no detected value leaves but to the caller', () => {
  test('not through any field of any request', async () => {
    const { safeai, records, events } = house();
    const where = { agentId: SECRET, sessionId: SECRET, tenantId: SECRET, model: SECRET };
    await safeai.scanInput({ text: SECRET, ...where, explain: true });
    await safeai.scanStructured({ payload: { [SECRET]: [SECRET] }, ...where });
    await safeai.guardOutput({ text: `${SECRET} alice@example.com`, ...where });
    await safeai.interceptTool({
      phase: 'request',
      toolName: SECRET,
      parameters: { a: SECRET },
      ...where,
    });
    await safeai.interceptTool({ phase: 'response', toolName: SECRET, response: SECRET, ...where });
    await safeai.interceptMessage({
      message: SECRET,
      sourceAgentId: SECRET,
      destinationAgentId: SECRET,
    });
    const told = JSON.stringify([records, events]).toLowerCase();
    expect(records).toHaveLength(6);
    expect(told).not.toContain(SECRET.toLowerCase());
    expect(told).not.toContain('alice@example.com');
    expect(told).toContain('sha256:');
  });

  test('an identifier that is only a number is no detected value', async () => {
    const { safeai, records } = house();
    await safeai.scanInput({ text: 'hello', agentId: '482913377', sessionId: '07700900123' });
    expect(records[0]).toMatchObject({ agentId: '482913377', sessionId: '07700900123' });
  });

  test('equal values have equal digests in one tenant and others in another', async () => {
    const { safeai, records } = house();
    await safeai.scanInput({ text: `a ${SECRET}`, tenantId: 'one' });
    await safeai.scanInput({ text: `b ${SECRET}`, tenantId: 'one' });
    await safeai.scanInput({ text: `b ${SECRET}`, tenantId: 'two' });
    const [first, second, third] = records.map((record) => record.detections[0]?.digest);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});

describe('sessions', () => {
  const rules = {
    policies: [
      {
        name: 'no-send-after-pii',
        boundary: 'action',
        direction: 'request',
        tools: ['send_*'],
        when: { 'session.tags': { has: 'personal.pii.email' } },
        action: 'block',
      },
      {
        name: 'let-pii-in',
        boundary: 'action',
        dataTags: ['personal'],
        direction: 'response',
        action: 'allow',
      },
    ],
  } as const;

  test('what a session has read decides what it may send', async () => {
    const { safeai } = house(rules);
    const session = { agentId: 'a', sessionId: 's' };
    const send = () =>
      safeai.interceptTool({
        phase: 'request',
        toolName: 'send_email',
        parameters: {},
        ...session,
      });
    expect((await send()).decision.action).toBe('allow');
    await safeai.interceptTool({
      phase: 'response',
      toolName: 'r',
      response: 'alice@example.com',
      ...session,
    });
    expect((await send()).decision).toMatchObject({
      action: 'block',
      policyName: 'no-send-after-pii',
    });
    const elsewhere = await safeai.interceptTool({
      phase: 'request',
      toolName: 'send_email',
      parameters: {},
      agentId: 'a',
      sessionId: 'other',
    });
    expect(elsewhere.decision.action).toBe('allow');
  });

  test('what was redacted away did not reach the session, and declared tags never enter it', async () => {
    const { safeai } = house({ policies: [rules.policies[0]] });
    const session = { agentId: 'a', sessionId: 's', dataTags: ['personal.pii.email'] };
    await safeai.interceptTool({
      phase: 'response',
      toolName: 'r',
      response: 'alice@example.com',
      ...session,
    });
    const answer = await safeai.interceptTool({
      phase: 'request',
      toolName: 'send_email',
      parameters: {},
      agentId: 'a',
      sessionId: 's',
    });
    expect(answer.decision.action).toBe('allow');
  });
});

describe('replacing rules', () => {
  test('a bad set changes nothing', () => {
    const { safeai } = house();
    const before = safeai.policy.revision;
    const bad = { policies: [{ name: '', boundary: 'input', action: 'allow' }] } as const;
    expect(() => {
      safeai.replaceRules(bad);
    }).toThrow(expect.objectContaining({ code: 'invalid_policy' }));
    expect(safeai.policy.revision).toBe(before);
  });

  test('the next decision goes by the new set and names its revision', async () => {
    const { safeai } = house();
    const before = await safeai.scanInput({ text: 'hi' });
    safeai.replaceRules({ policies: [{ name: 'nothing', boundary: 'input', action: 'block' }] });
    const after = await safeai.scanInput({ text: 'hi' });
    expect(after.decision).toMatchObject({ action: 'block', policyName: 'nothing' });
    expect(after.decision.policyRevision).not.toBe(before.decision.policyRevision);
  });
});

describe('bad input is refused, whatever it is', () => {
  const safeai = new SafeAI();

  test.each<[string, () => Promise<unknown>]>([
    ['text', () => safeai.scanInput({ text: 1 as never })],
    ['payload', () => safeai.scanStructured({ payload: undefined as never })],
    [
      'parameters',
      () => safeai.interceptTool({ phase: 'request', toolName: 'x', parameters: [] as never }),
    ],
    [
      'toolName',
      () => safeai.interceptTool({ phase: 'request', toolName: null as never, parameters: {} }),
    ],
    ['agentId', () => safeai.scanInput({ text: '', agentId: {} as never })],
    ['dataTags', () => safeai.scanInput({ text: '', dataTags: 'secret' as never })],
    ['tag', () => safeai.scanInput({ text: '', dataTags: [5] as never })],
    [
      'message',
      () =>
        safeai.interceptMessage({
          message: {} as never,
          sourceAgentId: 'a',
          destinationAgentId: 'b',
        }),
    ],
  ])('a wrong %s', async (_, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test.each<[string, unknown]>([
    ['a Map', new Map([['k', SECRET]])],
    ['a Set', new Set([SECRET])],
    ['an Error', new Error(`token=${SECRET}`)],
    ['a URL', new URL(`https://x.example/?k=${SECRET}`)],
    ['bytes', Uint8Array.from([1])],
    ['a boxed string', Object(SECRET)],
    [
      'a class instance',
      new (class Answer {
        readonly key = SECRET;
      })(),
    ],
    ['toJSON', { toJSON: () => SECRET }],
    ['a symbol key', { [Symbol('k')]: SECRET }],
    ['a bigint', 1n],
    ['a function', () => SECRET],
  ])('%s is no JSON: what could not be read does not pass', async (_, value) => {
    const inside = { deep: [value] } as never;
    const calls = [
      safeai.scanStructured({ payload: inside }),
      safeai.interceptTool({ phase: 'request', toolName: 'x', parameters: inside }),
      safeai.interceptTool({ phase: 'response', toolName: 'x', response: inside }),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('no request, no phase, no such option', async () => {
    const nothing = undefined as never;
    await expect(safeai.scanInput(nothing)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(safeai.guardOutput(nothing)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(safeai.interceptTool(nothing)).rejects.toMatchObject({ code: 'invalid_request' });
    const odd = { phase: 'reply', toolName: 'x', response: SECRET } as never;
    await expect(safeai.interceptTool(odd)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(() => new SafeAI({ polices: [] } as never)).toThrow('no option polices');
  });

  test('a wrong tag', async () => {
    await expect(safeai.scanInput({ text: '', dataTags: ['a..b'] })).rejects.toMatchObject({
      code: 'invalid_tag',
    });
  });

  test('too deep, too many', async () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    await expect(safeai.scanStructured({ payload: deep as never })).rejects.toMatchObject({
      code: 'limit_exceeded',
    });
    const many = Array.from({ length: 10_001 }, (_, index) => `x${String(index)}`);
    await expect(safeai.scanStructured({ payload: many })).rejects.toMatchObject({
      code: 'limit_exceeded',
    });
  });

  test('long keys and many findings do not multiply into an endless answer', async () => {
    let payload: unknown = Array.from({ length: 9000 }, () => 'a@example.com');
    for (let level = 0; level < 58; level++) payload = { ['k'.repeat(8000)]: payload };
    await expect(safeai.scanStructured({ payload: payload as never })).rejects.toMatchObject({
      code: 'limit_exceeded',
    });
  });

  test('thousands of keys that redact to the same name keep their order and their values', async () => {
    const entries = Array.from({ length: 9000 }, (_, index) => [
      `u${String(index)}@example.com`,
      index,
    ]);
    const answer = await safeai.interceptTool({
      phase: 'response',
      toolName: 'list',
      response: Object.fromEntries(entries) as never,
    });
    const kept = Object.entries(answer.filteredResponse as Record<string, number>);
    expect(kept).toHaveLength(9000);
    expect(kept.map(([, value]) => value)).toEqual(entries.map(([, value]) => value));
    expect(kept[8999]?.[0]).toBe('[EMAIL_REDACTED]_9000');
  });

  test('any string and any JSON gets a decision', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom('\ud800', '\udc00', 'a', '😀', '\u0301', '\0') }),
        ),
        fc.jsonValue({ maxDepth: 6 }),
        async (text, payload) => {
          const scanned = await safeai.scanInput({ text });
          for (const { location } of scanned.detections) {
            expect(location.start).toBeGreaterThanOrEqual(0);
            expect(location.end).toBeGreaterThan(location.start);
            expect(location.end).toBeLessThanOrEqual(text.length);
          }
          await safeai.guardOutput({ text });
          await safeai.scanStructured({ payload: payload as never });
          await safeai.interceptTool({
            phase: 'request',
            toolName: text,
            parameters: { payload: payload as never, [text]: text },
          });
          await safeai.interceptTool({
            phase: 'response',
            toolName: 'x',
            response: payload as never,
          });
        },
      ),
    );
  });

  test('guarding an answer twice changes nothing more', async () => {
    const pieces = fc.constantFrom(
      'alice@example.com',
      ' 555-0100',
      SECRET,
      'call ',
      ' ',
      '😀',
      'x@y.zz',
      '4111 1111 1111 1111',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 8 }), async (parts) => {
        for (const glue of [' ', ',\n', ' / ']) {
          const once = await safeai.guardOutput({ text: parts.join(glue) });
          const twice = await safeai.guardOutput({ text: once.safeOutput });
          expect(twice.safeOutput).toBe(once.safeOutput);
          expect(once.safeOutput).not.toContain(SECRET);
        }
      }),
    );
  });
});

test('an approval never lets the requester decide', async () => {
  const { safeai } = house();
  const call = {
    phase: 'request',
    toolName: 'database_query',
    parameters: { query: 'DROP TABLE users' },
    agentId: 'agent',
  } as const;
  const asked = await safeai.interceptTool(call, { principal: APPROVER });
  const own = safeai.approvals.approve(APPROVER, ['default'], asked.approvalRequestId ?? '');
  await expect(own).rejects.toMatchObject({ code: 'forbidden' });
});
