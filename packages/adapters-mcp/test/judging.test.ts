import { afterAll, expect, test } from '@jest/globals';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { MemoryAuditSink, SafeAI, type SafeAIRules } from '@safeai/core';
import { bench, closeAll, oldHost, stub, textOf, toldOf, type Bench } from './bench.ts';

afterAll(closeAll);

const LONG = 30_000;
const SECRET = 'sk-ABCDEF1234567890ABCDEF';
const EMAIL = 'ann@megacorp.com';
const CALL = { name: 'plain', arguments: { text: 'hi' } };

/** A firewall whose records can be read. */
function recorded(server: ReturnType<typeof stub>, rules: SafeAIRules = {}) {
  const audit = new MemoryAuditSink();
  const guard = new SafeAI(rules, { audit, history: audit });
  return { at: bench(server, { guard }), records: () => audit.records() };
}

function wireOf({ transport }: Bench): string {
  return transport.received.join('\n');
}

test(
  'a blocked call reaches no server, and the model reads the decision, not the value',
  async () => {
    const at = bench(stub('dies'));
    const client = await oldHost(at);
    const result = await client.callTool({ name: 'plain', arguments: { text: `key ${SECRET}` } });
    expect([result.isError, textOf(result)]).toEqual([
      true,
      expect.stringMatching(
        /^SafeAI blocked the call of plain: Secret .* \(decision [0-9a-f-]{36}, /,
      ),
    ]);
    expect(wireOf(at)).not.toContain(SECRET);
    expect(toldOf(at, 'server')).toBe('');
  },
  LONG,
);

test(
  'a server gets the parameters that the contract lets through, and no others',
  async () => {
    const rules: SafeAIRules = {
      contracts: [
        {
          toolName: 'mcp__test__plain',
          accepts: { fields: ['other'] },
          emits: {},
        },
      ],
    };
    const client = await oldHost(bench(stub(), { rules }));
    const result = await client.callTool({ name: 'plain', arguments: { text: 'hi', other: 1 } });
    expect(textOf(result).trim()).toBe('plain:');
  },
  LONG,
);

test(
  'how a call ended is on record',
  async () => {
    const outcomes = async (...kinds: string[]) => {
      const { at, records } = recorded(stub(...kinds));
      const client = await oldHost(at);
      await client.callTool(CALL).catch(() => undefined);
      return records()
        .map(({ event }) => /^action\.(.*)$/.exec(event)?.[1])
        .filter((outcome) => outcome !== undefined);
    };
    expect(await outcomes()).toEqual(['succeeded']);
    expect(await outcomes('is-error')).toEqual(['failed']);
    expect(await outcomes('fails')).toEqual(['failed']);
    expect(await outcomes('dies')).toEqual(['unknown']);
  },
  LONG,
);

test.each([
  ['text', 'plain'],
  ['structured content', 'structured'],
  ['links and embedded resources', 'links'],
])(
  'a secret and personal data in %s are redacted',
  async (_, kind) => {
    const at = bench(stub(kind, `says=token=${SECRET} of ${EMAIL}`));
    const client = await oldHost(at);
    const result = await client.callTool(CALL);
    const wire = wireOf(at);
    expect(result.isError ?? false).toBe(false);
    expect(wire).toContain('EMAIL_REDACTED');
    for (const found of [SECRET, EMAIL, Buffer.from(EMAIL).toString('base64').slice(0, 12)]) {
      expect(wire).not.toContain(found);
    }
  },
  LONG,
);

test(
  'tag characters, which nobody sees, do not arrive',
  async () => {
    const at = bench(stub('structured'));
    const result = await (await oldHost(at)).callTool(CALL);
    expect(result.structuredContent).toMatchObject({ tagged: 'ab' });
  },
  LONG,
);

test(
  'resources, prompts and lists are judged as what a tool gives back',
  async () => {
    const at = bench(stub(`says=mail ${EMAIL}`, `description=mail ${EMAIL}`));
    const client = await oldHost(at);
    const { contents } = await client.readResource({ uri: 'stub://a' });
    expect(contents[0]).toMatchObject({ text: 'stub://a: mail [EMAIL_REDACTED]' });
    const { blob } = contents[1] as { blob: string };
    expect(Buffer.from(blob, 'base64').toString()).toBe('stub://a: mail [EMAIL_REDACTED]');
    const prompt = await client.getPrompt({ name: 'p' });
    expect(prompt.messages[0]?.content).toMatchObject({ text: 'prompt: mail [EMAIL_REDACTED]' });
    expect(JSON.stringify(await client.listResources())).toContain('EMAIL_REDACTED');
    expect(wireOf(at)).not.toContain(EMAIL);
    await expect(client.readResource({ uri: `stub://${SECRET}` })).rejects.toThrow(
      /SafeAI blocked/,
    );
  },
  LONG,
);

test(
  'binary content passes and is told as unscanned, or is refused',
  async () => {
    const passing = await (await oldHost(bench(stub('binary')))).callTool(CALL);
    expect(passing._meta).toEqual({ 'safeai/unscanned': 1 });
    const refusing = await oldHost(bench(stub('binary'), { binary: 'refuse' }));
    const refused = await refusing.callTool(CALL);
    expect([refused.isError, textOf(refused)]).toEqual([true, expect.stringContaining('binary')]);
  },
  LONG,
);

test(
  'a log message is judged before it goes on',
  async () => {
    const at = bench(stub('logs', `says=token=${SECRET}`));
    const seen: string[] = [];
    const client = await oldHost(at, {}, (one) => {
      one.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
        seen.push(JSON.stringify(params.data));
      });
    });
    await client.callTool(CALL);
    await client.callTool(CALL);
    expect(seen.join('\n')).toContain('REDACTED');
    expect(wireOf(at)).not.toContain(SECRET);
  },
  LONG,
);

test(
  "what a person answers to the server's question is judged as a call",
  async () => {
    const params = {
      message: `Your key, ${EMAIL}?`,
      requestedSchema: { type: 'object', properties: {} },
    };
    const at = bench(stub('asks', 'method=elicitation/create', `params=${JSON.stringify(params)}`));
    const asked: string[] = [];
    const { ElicitRequestSchema } = await import('@modelcontextprotocol/sdk/types.js');
    const client = await oldHost(at, { elicitation: {} }, (one) => {
      one.setRequestHandler(ElicitRequestSchema, ({ params: given }) => {
        asked.push(given.message);
        return { action: 'accept', content: { key: SECRET } };
      });
    });
    expect(textOf(await client.callTool(CALL))).toBe('{"action":"decline"}');
    expect(asked).toEqual(['Your key, [EMAIL_REDACTED]?']);
  },
  LONG,
);

test.each([
  ['a call', 'request'],
  ['an answer', 'response'],
])(
  '%s that cannot be judged is refused',
  async (_, phase) => {
    const guard = new SafeAI();
    const judge = guard.interceptTool.bind(guard);
    guard.interceptTool = ((request: { phase: string }) =>
      request.phase === phase
        ? Promise.reject(Object.assign(new Error('gone'), { code: 'audit_unavailable' }))
        : judge(request as never)) as never;
    const client = await oldHost(bench(stub(), { guard }));
    const result = await client.callTool(CALL);
    expect([result.isError, textOf(result)]).toEqual([
      true,
      expect.stringMatching(/could not judge .* \(audit_unavailable\), so it is refused/),
    ]);
  },
  LONG,
);

test(
  'a key that may not see policies lists all tools, and says so',
  async () => {
    const guard = new SafeAI({
      policies: [{ name: 'n', boundary: 'action', tools: ['bash'], action: 'block', reason: 'No' }],
    });
    guard.explain = () => Promise.reject(Object.assign(new Error('no'), { code: 'forbidden' }));
    const at = bench(stub('bash'), { guard });
    const client = await oldHost(at);
    expect((await client.listTools()).tools).toHaveLength(3);
    expect(toldOf(at, 'tool')).toContain('may not see policies');
    expect((await client.callTool({ name: 'bash', arguments: {} })).isError).toBe(true);
  },
  LONG,
);

test(
  'a redacted result that its schema does not allow is an error, not a broken answer',
  async () => {
    const { fittingResult } = await import('../src/host/fitting-result.ts');
    const schema = { type: 'object', properties: { n: { type: 'number' } } };
    const answer = {
      kind: 'answer' as const,
      unscanned: 0,
      isRedacted: true,
      result: { content: [{ type: 'text', text: 'x' }], structuredContent: { n: '[CARD]' } },
    };
    expect(fittingResult(answer, schema)).toMatchObject({ isError: true });
    expect(fittingResult(answer, schema).structuredContent).toBeUndefined();
    const fitting = { ...answer, result: { ...answer.result, structuredContent: { n: 1 } } };
    expect(fittingResult(fitting, schema)).toEqual(fitting.result);
  },
  LONG,
);
