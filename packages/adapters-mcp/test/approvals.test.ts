import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { Client as NewClient } from '@modelcontextprotocol/client';
import type { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  type ElicitResult,
} from '@modelcontextprotocol/sdk/types.js';
import type { Principal, SafeAI, SafeAIRules } from '@safeai/core';
import type { Approver } from '../src/settings.ts';
import { bench, closeAll, oldHost, stub, textOf, type Bench } from './bench.ts';

afterAll(closeAll);

const LONG = 30_000;

const RULES: SafeAIRules = {
  policies: [
    {
      name: 'ask-first',
      boundary: 'action',
      direction: 'request',
      tools: ['plain'],
      action: 'require_approval',
      reason: 'A person has to see this',
    },
  ],
};

const CALL = { name: 'plain', arguments: { text: 'hi' } };
const ID = /ar-[0-9a-f]{24}/;

const ANN: Principal = {
  tenant: 'default',
  tenants: ['*'],
  user: 'ann',
  roles: ['approver'],
  source: 'embedded',
};

function idIn(text: string): string {
  return ID.exec(text)?.[0] ?? '';
}

/** Ann's votes, through the core's own rules for approvers. */
function ann(safeai: () => SafeAI): Approver {
  return {
    name: 'ann',
    async decide({ approvalRequestId: id, verdict }) {
      const { approvals } = safeai();
      if (verdict === 'approve') await approvals.approve(ANN, ['*'], id);
      else await approvals.deny(ANN, ['*'], id);
    },
  };
}

function answering(answer: () => ElicitResult, seen: string[] = []) {
  return (client: OldClient) => {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      seen.push(JSON.stringify(params));
      return answer();
    });
  };
}

test(
  'a host without forms gets the id, and the same call once approved is made, once',
  async () => {
    const at = bench(stub(), { rules: RULES });
    const client = await oldHost(at);
    const held = await client.callTool(CALL);
    expect([held.isError, textOf(held)]).toEqual([true, expect.stringMatching(ID)]);
    const id = idIn(textOf(held));
    expect(idIn(textOf(await client.callTool(CALL)))).toBe(id);
    await approve(at, id);
    expect(textOf(await client.callTool({ ...CALL, arguments: { text: 'other' } }))).not.toContain(
      id,
    );
    expect(textOf(await client.callTool(CALL))).toContain('plain: hi');
    const again = await client.callTool(CALL);
    expect(idIn(textOf(again))).not.toBe(id);
    expect(again.isError).toBe(true);
  },
  LONG,
);

test(
  'a call waits for its approval where the operator says so',
  async () => {
    const at = bench(stub(), { rules: RULES, approvalWaitMs: 20_000 });
    const client = await oldHost(at);
    const call = client.callTool(CALL);
    let id = '';
    while (id === '') {
      const { requests } = await at.safeai.approvals.list({ tenants: ['*'], limit: 1 });
      id = requests[0]?.requestId ?? '';
      await sleep(20);
    }
    await approve(at, id);
    expect(textOf(await call)).toContain('plain: hi');
  },
  LONG,
);

test(
  'what the person at an older host says counts where the operator said whose it is',
  async () => {
    const seen: string[] = [];
    const at: Bench = bench(stub(), { rules: RULES, approver: ann(() => at.safeai) });
    const answer = { action: 'accept' as const, content: { decision: 'approve' } };
    const client = await oldHost(
      at,
      { elicitation: {} },
      answering(() => answer, seen),
    );
    expect(textOf(await client.callTool(CALL))).toContain('plain: hi');
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatch(/Approve this call as ann\? mcp__test__plain/);
  },
  LONG,
);

test(
  'the form shows no secret and nothing hidden',
  async () => {
    const seen: string[] = [];
    const at: Bench = bench(stub(), { rules: RULES, approver: ann(() => at.safeai) });
    const client = await oldHost(
      at,
      { elicitation: {} },
      answering(() => ({ action: 'cancel' }), seen),
    );
    await client.callTool({
      name: 'plain',
      arguments: { text: 'to ann@megacorp.com \u202e\u200b' },
    });
    expect(seen[0]).toContain('u{202e}');
    expect(seen[0]).not.toContain('ann@megacorp');
  },
  LONG,
);

test.each<[string, ElicitResult]>([
  ['declines', { action: 'decline' }],
  ['says deny', { action: 'accept', content: { decision: 'deny' } }],
])(
  'the person at the host %s: denied for good',
  async (_, answer) => {
    const at: Bench = bench(stub(), { rules: RULES, approver: ann(() => at.safeai) });
    const client = await oldHost(
      at,
      { elicitation: {} },
      answering(() => answer),
    );
    expect(textOf(await client.callTool(CALL))).toMatch(/Denied by ann/);
    expect(textOf(await client.callTool(CALL))).toMatch(/Denied by ann/);
  },
  LONG,
);

test(
  'without --approver a form decides nothing, whatever is answered',
  async () => {
    const seen: string[] = [];
    const at = bench(stub(), { rules: RULES });
    const answer = { action: 'accept' as const, content: { decision: 'approve', continue: true } };
    const client = await oldHost(
      at,
      { elicitation: {} },
      answering(() => answer, seen),
    );
    const result = await client.callTool(CALL);
    expect([result.isError, textOf(result)]).toEqual([true, expect.stringMatching(ID)]);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen[0]).toContain('safeai approvals approve ar-');
    expect(seen[0]).not.toContain('"decision"');
  },
  LONG,
);

test(
  'without --approver a person elsewhere decides, and the form goes on after it',
  async () => {
    const at = bench(stub(), { rules: RULES });
    const client = await oldHost(at, { elicitation: {} }, (one) => {
      one.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
        await approve(at, idIn(JSON.stringify(params)));
        return { action: 'accept' as const, content: { continue: true } };
      });
    });
    expect(textOf(await client.callTool(CALL))).toContain('plain: hi');
  },
  LONG,
);

test(
  'who may not approve does not, and the model reads why',
  async () => {
    const at = bench(stub(), {
      rules: RULES,
      approver: {
        name: 'eve',
        decide: () =>
          Promise.reject(Object.assign(new Error('Eve may not.'), { code: 'forbidden' })),
      },
    });
    const answer = { action: 'accept' as const, content: { decision: 'approve' } };
    const client = await oldHost(
      at,
      { elicitation: {} },
      answering(() => answer),
    );
    const result = await client.callTool(CALL);
    expect([result.isError, textOf(result)]).toEqual([
      true,
      expect.stringContaining('Eve may not.'),
    ]);
  },
  LONG,
);

/** A host of the newest revision, over raw messages. */
async function raw(at: Bench) {
  let id = 0;
  const waiting = new Map<number, (message: never) => void>();
  at.transport.onmessage = (message: Record<string, unknown>) => {
    waiting.get(message.id as number)?.(message as never);
  };
  await at.transport.start();
  return (method: string, params: Record<string, unknown>, form = true) => {
    id += 1;
    const answered = new Promise<{ result: Record<string, unknown>; error?: unknown }>(
      (resolve) => {
        waiting.set(id, resolve);
      },
    );
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': form ? { elicitation: { form: {} } } : {},
    };
    void at.transport.send({
      jsonrpc: '2.0',
      id,
      method,
      params: { ...params, _meta: meta },
    } as never);
    return answered;
  };
}

const APPROVED = { approval: { action: 'accept', content: { decision: 'approve' } } };

test(
  'on 2026-07-28 the answer is input_required, and its state is good once, for that call',
  async () => {
    const at: Bench = bench(stub(), { rules: RULES, approver: ann(() => at.safeai) });
    const ask = await raw(at);
    const { result } = await ask('tools/call', CALL);
    expect(result).toMatchObject({
      resultType: 'input_required',
      inputRequests: { approval: { method: 'elicitation/create' } },
    });
    const { requestState } = result as { requestState: string };
    const changed = `${requestState.slice(0, -4)}AAAA`;
    expect(
      await ask('tools/call', { ...CALL, requestState: changed, inputResponses: APPROVED }),
    ).toMatchObject({
      error: { code: -32602 },
    });
    const other = { name: 'plain', arguments: { text: 'all of it' } };
    const { result: elsewhere } = await ask('tools/call', {
      ...other,
      requestState,
      inputResponses: APPROVED,
    });
    expect(elsewhere).toMatchObject({ isError: true });
    const { result: used } = await ask('tools/call', {
      ...CALL,
      requestState,
      inputResponses: APPROVED,
    });
    expect([textOf(used), used.isError]).toEqual([
      expect.stringContaining('not valid any more'),
      true,
    ]);
    const { result: fresh } = await ask('tools/call', CALL);
    const { requestState: next } = fresh as { requestState: string };
    const { result: made } = await ask('tools/call', {
      ...CALL,
      requestState: next,
      inputResponses: APPROVED,
    });
    expect(textOf(made)).toContain('plain: hi');
  },
  LONG,
);

test(
  'on 2026-07-28 a server cannot ask the host anything by what it answers',
  async () => {
    const at = bench(stub('input-required'));
    const ask = await raw(at);
    const called = await ask('tools/call', CALL);
    expect(called.result).toMatchObject({ resultType: 'complete', isError: true });
    const read = await ask('resources/read', { uri: 'stub://a' });
    expect(read.error).toMatchObject({ message: 'The MCP server did not answer as one.' });
    for (const message of [called, read]) {
      expect(JSON.stringify(message)).not.toMatch(/evil|forged|sampling/);
    }
  },
  LONG,
);

test(
  'a host of an older revision is not asked anything by what a server answers, either',
  async () => {
    const at = bench(stub('input-required'));
    const asked: unknown[] = [];
    const abilities = { elicitation: { form: {}, url: {} }, sampling: {} };
    const client = await oldHost(at, abilities, (one) => {
      one.setRequestHandler(ElicitRequestSchema, ({ params }) => {
        asked.push(params);
        return { action: 'accept' as const, content: {} };
      });
      one.setRequestHandler(CreateMessageRequestSchema, ({ params }) => {
        asked.push(params);
        return { model: 'm', role: 'assistant' as const, content: { type: 'text', text: 'keys' } };
      });
    });
    expect(textOf(await client.callTool(CALL))).toBe('The MCP server did not answer as one.');
    expect(asked).toEqual([]);
    expect(at.transport.received.join()).not.toContain('evil');
  },
  LONG,
);

test(
  'on 2026-07-28 a host without forms gets the id',
  async () => {
    const at = bench(stub(), { rules: RULES });
    const ask = await raw(at);
    const { result } = await ask('tools/call', CALL, false);
    expect([result.isError, textOf(result)]).toEqual([true, expect.stringMatching(ID)]);
  },
  LONG,
);

test(
  'the v2 client answers by itself',
  async () => {
    const at: Bench = bench(stub(), { rules: RULES, approver: ann(() => at.safeai) });
    const client = new NewClient(
      { name: 'host', version: '1' },
      { versionNegotiation: { mode: 'auto' }, capabilities: { elicitation: { form: {} } } },
    );
    client.setRequestHandler('elicitation/create', () => ({
      action: 'accept',
      content: { decision: 'approve' },
    }));
    await client.connect(at.transport as never);
    expect(textOf(await client.callTool(CALL))).toContain('plain: hi');
  },
  LONG,
);

async function approve({ safeai }: Bench, id: string): Promise<void> {
  await safeai.approvals.approve(ANN, ['*'], id);
}
