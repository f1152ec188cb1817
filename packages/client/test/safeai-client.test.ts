import { describe, expect, test } from '@jest/globals';
import type { AgentGuard, Principal } from '@safeai/core';
import {
  GuardUnreachableError,
  NO_DECISION_ID,
  ProblemError,
  SafeAIClient,
  type FailedOpen,
  type RouteCall,
  type RouteCaller,
} from '../src/index.ts';
import { FakeTiming } from './fake-timing.ts';
import { json, problem, scriptedFetch, type Reply } from './scripted-fetch.ts';

const URL = 'http://127.0.0.1:8910';
const REFUSED = new TypeError('fetch failed');

const DECISION = {
  ...{ action: 'allow', reason: 'Allowed', policy_name: 'p', policy_revision: 'r' },
  decision_id: '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10',
};

function clientTo(...replies: Reply[]) {
  const { fetch, asked } = scriptedFetch(...replies);
  const timing = new FakeTiming();
  return { client: new SafeAIClient({ url: URL, fetch, timing, retries: 0 }), asked, timing };
}

/** Each way in which content passes the client, and what comes out unjudged. */
const WAYS: [string, (guard: AgentGuard) => Promise<object>, object][] = [
  ['scanInput', (guard) => guard.scanInput({ text: 'a' }), { filtered: 'a' }],
  [
    'scanStructured',
    (guard) => guard.scanStructured({ payload: { a: [1] } }),
    { filtered: { a: [1] }, redactions: 0 },
  ],
  [
    'guardOutput',
    (guard) => guard.guardOutput({ text: 'a' }),
    { safeOutput: 'a', fallbackUsed: false, redactions: 0 },
  ],
  [
    'interceptTool',
    (guard) => guard.interceptTool({ phase: 'request', toolName: 't', parameters: { a: 1 } }),
    { phase: 'request', filteredParameters: { a: 1 }, strippedFields: [], unauthorizedTags: [] },
  ],
  [
    'interceptTool',
    (guard) => guard.interceptTool({ phase: 'response', toolName: 't', response: [1] }),
    { phase: 'response', filteredResponse: [1], strippedFields: [], unauthorizedTags: [] },
  ],
  [
    'interceptMessage',
    (guard) =>
      guard.interceptMessage({ message: 'a', sourceAgentId: 'x', destinationAgentId: 'y' }),
    { filteredMessage: 'a' },
  ],
];

describe('while SafeAI cannot be reached', () => {
  test.each(WAYS)('%s throws', async (_, pass) => {
    await expect(pass(clientTo(REFUSED).client)).rejects.toBeInstanceOf(GuardUnreachableError);
  });

  test.each(WAYS)(
    '%s lets through where it is told to, and says so',
    async (name, pass, content) => {
      const told: FailedOpen[] = [];
      const { fetch } = scriptedFetch(REFUSED);
      const client = new SafeAIClient({
        ...{ url: URL, fetch, retries: 0 },
        failMode: 'open',
        onFailOpen: (what) => told.push(what),
      });
      expect(await pass(client)).toMatchObject({
        decision: {
          ...{ action: 'allow', reasonCode: 'guard_unreachable' },
          ...{ decisionId: NO_DECISION_ID, policyName: null },
        },
        detections: [],
        ...content,
      });
      expect(told).toEqual([{ operation: name, error: expect.any(GuardUnreachableError) }]);
    },
  );

  test.each([
    ...[400, 401, 403, 404, 409, 413, 422, 429, 500].map((status) => problem('forbidden', status)),
    ...[400, 401, 403, 404, 429].map((status) => new Response('no', { status })),
  ])('a refusal is never failed open, for somebody was there: %#', async (answer) => {
    const { fetch } = scriptedFetch(answer);
    const told: FailedOpen[] = [];
    const client = new SafeAIClient({
      ...{ url: URL, fetch, retries: 0 },
      failMode: 'open',
      onFailOpen: (what) => told.push(what),
    });
    await expect(client.scanInput({ text: 'a' })).rejects.toBeInstanceOf(ProblemError);
    expect(told).toEqual([]);
  });

  test.each(['audit_unavailable', 'state_unavailable'])(
    'nor is %s: the server stays closed by its own wish',
    async (code) => {
      const { fetch } = scriptedFetch(problem(code, 503));
      const client = new SafeAIClient({
        ...{ url: URL, fetch, retries: 0 },
        failMode: 'open',
        onFailOpen: () => undefined,
      });
      await expect(client.scanInput({ text: 'a' })).rejects.toMatchObject({ code });
    },
  );

  test.each(WAYS)('%s: an answer that is no decision is thrown, in both modes', async (_, pass) => {
    const decided = { decision: DECISION, detections: [] };
    const answers = [
      ...[[], {}, { ok: true }, { decision: {}, detections: [] }, decided],
      { ...decided, decision: { ...DECISION, action: 'newer_action' } },
      { ...decided, detections: undefined },
      ...[
        { ...decided, phase: 'request' },
        { ...decided, phase: 'response' },
      ],
    ];
    for (const answer of answers) {
      const { fetch } = scriptedFetch(json(answer), json(answer));
      const open = { failMode: 'open', onFailOpen: () => undefined } as const;
      for (const mode of [{}, open]) {
        const client = new SafeAIClient({ url: URL, fetch, retries: 0, ...mode });
        const thrown = await pass(client).then(
          () => null,
          (error: unknown) => error,
        );
        expect({ answer, thrown }).toEqual({
          answer,
          thrown: expect.objectContaining({ code: 'guard_unavailable' }),
        });
        expect(thrown).not.toBeInstanceOf(GuardUnreachableError);
      }
    }
  });

  test('an answer without end is thrown, in both modes: content must not open what is closed', async () => {
    const { fetch } = scriptedFetch(json({ filtered: 'x'.repeat(2000) }));
    const client = new SafeAIClient({
      ...{ url: URL, fetch, maxAnswerBytes: 1000, retries: 0 },
      failMode: 'open',
      onFailOpen: () => undefined,
    });
    await expect(client.scanInput({ text: 'a' })).rejects.toMatchObject({
      code: 'payload_too_large',
    });
  });

  test('what cannot be told is not let through', async () => {
    const { fetch } = scriptedFetch(REFUSED);
    const client = new SafeAIClient({
      ...{ url: URL, fetch, retries: 0 },
      failMode: 'open',
      onFailOpen: () => {
        throw new Error('pager is down');
      },
    });
    await expect(client.scanInput({ text: 'a' })).rejects.toThrow('pager is down');
  });

  test('open without a callback is no client', () => {
    const options = { url: URL, failMode: 'open' } as unknown as { url: string };
    expect(() => new SafeAIClient(options)).toThrow(/onFailOpen/);
  });

  test('who leaves is not let through', async () => {
    const { fetch } = scriptedFetch('silence');
    const leaving = new AbortController();
    const client = new SafeAIClient({
      ...{ url: URL, fetch },
      failMode: 'open',
      onFailOpen: () => undefined,
    });
    const call = client.scanInput({ text: 'a' }, { signal: leaving.signal });
    leaving.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });
});

describe('what cannot be said over HTTP is refused, not left out', () => {
  const principal: Principal = {
    ...{ tenant: 'default', tenants: ['default'], user: 'ada', roles: ['viewer'] },
    source: 'embedded',
  };
  test.each<[string, (client: SafeAIClient) => Promise<unknown>]>([
    ['areTexts', (client) => client.scanStructured({ payload: ['a'], areTexts: true })],
    [
      'isAudited',
      (client) =>
        client.interceptTool({ phase: 'request', toolName: 't', parameters: {}, isAudited: true }),
    ],
    ['a principal', (client) => client.scanInput({ text: 'a' }, { principal })],
    ['no phase', (client) => client.interceptTool({} as never)],
  ])('%s', async (_, pass) => {
    const { client, asked } = clientTo();
    await expect(pass(client)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(asked).toEqual([]);
  });
});

test('explain stands in the address, the request id in a header', async () => {
  const { client, asked } = clientTo(json({ decision: DECISION, detections: [], filtered: 'a' }));
  await client.scanInput({ text: 'a', explain: true, agentId: 'x' }, { requestId: 'r-1' });
  expect(asked[0]).toMatchObject({
    url: `${URL}/v1/scan/input?explain=true`,
    json: { text: 'a', agent_id: 'x' },
    headers: { 'x-request-id': 'r-1' },
  });
  expect(asked[0]?.json).not.toHaveProperty('explain');
});

test('findings show what the server shows', async () => {
  const found = {
    ...{ type: 'credit_card', detector: 'd', tags: ['t'], confidence: 1 },
    location: { start: 0, end: 4 },
  };
  const { client } = clientTo(
    json({
      decision: { ...DECISION, action: 'redact' },
      detections: [{ ...found, value: '4***' }, found],
      filtered: 'a',
    }),
  );
  const { detections } = await client.scanInput({ text: 'a' });
  expect(detections).toEqual([
    { ...found, value: '4***', placeholder: '[CREDIT_CARD_REDACTED]' },
    { ...found, value: '', placeholder: '[CREDIT_CARD_REDACTED]' },
  ]);
});

describe('waiting for an approval', () => {
  const approval = (status: string, more: object = {}) => ({
    ...{ request_id: 'ar-1', agent_id: 'a', tool_name: 't', status },
    ...{ created_at: '2026-01-01T00:00:00.000Z', expires_at: '2026-01-01T01:00:00.000Z' },
    ...{ server_time: '2026-01-01T00:00:00.000Z', note: null, ...more },
  });
  const question = { approvalRequestId: 'ar-1' };
  const standing = { ...question, expiresAt: Date.UTC(2026, 0, 1, 1) };

  /** Answers after the wait that was asked for. */
  function clientWaiting(...statuses: (string | object)[]) {
    const timing = new FakeTiming();
    const waits: unknown[] = [];
    const routes = {
      call: (_: string, { query }: RouteCall = {}) => {
        waits.push(query?.wait ?? 0);
        timing.time += Number(query?.wait ?? 0) * 1000;
        const next = statuses.length > 1 ? statuses.shift() : statuses[0];
        return Promise.resolve({
          body: typeof next === 'object' ? next : approval(String(next)),
          headers: {},
        });
      },
    } as unknown as RouteCaller;
    return { client: new SafeAIClient({ routes, timing }), waits, timing };
  }

  test('at once', async () => {
    const { client, waits } = clientWaiting('pending');
    expect(await client.approvalStanding(question)).toEqual({ ...standing, status: 'pending' });
    expect(waits).toEqual([0]);
  });

  test('until it is decided', async () => {
    const { client, waits } = clientWaiting('pending', 'approved');
    const answer = await client.approvalStanding({ ...question, waitMs: 100_000 });
    expect(answer).toEqual({ ...standing, status: 'approved' });
    expect(waits).toEqual([30, 30]);
  });

  test('until the time is over, to the last part of a second', async () => {
    const { client, waits, timing } = clientWaiting('pending');
    const answer = await client.approvalStanding({ ...question, waitMs: 31_500 });
    expect(answer.status).toBe('pending');
    expect(waits).toEqual([30, 1, 0, 0]);
    expect(timing.now()).toBe(31_500);
  });

  test('a server that does not wait is not asked all the time', async () => {
    let asked = 0;
    const timing = new FakeTiming();
    const routes = {
      call: () => {
        asked++;
        return Promise.resolve({ body: approval('pending'), headers: {} });
      },
    } as unknown as RouteCaller;
    await new SafeAIClient({ routes, timing }).approvalStanding({ ...question, waitMs: 5_000 });
    expect(asked).toBeLessThanOrEqual(7);
  });

  test.each([{}, approval('fine'), approval('approved', { request_id: 'ar-2' })])(
    'an answer that is no standing of it is none: %j',
    async (answer) => {
      const { client } = clientWaiting(answer);
      await expect(client.approvalStanding(question)).rejects.toMatchObject({
        code: 'guard_unavailable',
      });
    },
  );

  test("another tenant's is as unknown as one that does not exist", async () => {
    const { client } = clientWaiting(approval('pending', { tenant_id: 'other' }));
    await expect(client.approvalStanding({ ...question, tenantId: 'acme' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('with the note of whoever decided', async () => {
    const { client } = clientWaiting(approval('approved', { note: 'fine' }));
    expect(await client.approvalStanding(question)).toMatchObject({ note: 'fine' });
  });
});

test('lists say where they go on', async () => {
  const { client } = clientTo(json([], { headers: { 'x-next-cursor': 'c' } }), json([]));
  expect(await client.approvals.list()).toEqual({ items: [], next: 'c' });
  expect(await client.audit.list({ last: '1h' })).toEqual({ items: [], next: null });
});

test('events need a server', () => {
  const routes = {} as RouteCaller;
  expect(() => new SafeAIClient({ routes }).events()).toThrow(/its url/);
});
