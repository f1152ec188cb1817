import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { send } from './support/http.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { json, Pause, ScriptedProvider, sse } from './support/scripted-provider.ts';
import { SDK_VENDORS, toldError } from './support/sdk-vendors.ts';

const provider = new ScriptedProvider();
beforeAll(() => provider.start());
afterAll(() => provider.stop());

const running: RunningGateway[] = [];
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close();
});

/** A gateway of its own for a test: what it was asked is counted. */
async function gatewayWith(settings = '', guard = ''): Promise<RunningGateway> {
  const gateway = await startGateway(
    `proxy: { target: '${provider.url}', retry: { max_attempts: 1 }, guard: { ${guard} } }\n${settings}`,
  );
  running.push(gateway);
  return gateway;
}

/** How often a client tried. */
function tries({ logged }: RunningGateway): number {
  return logged.filter(({ message }) => message === 'request').length;
}

const KEY = ['AKIA', 'Z7Q2M4X9', 'W5T3RB6K'].join('');
const NO_CARDS = `policies: [{ name: no-cards, boundary: output, data_tags: [personal.financial.card], action: block, reason: 'Card number in {surface}' }]`;
const CARD = '4111 1111 1111 1111';

describe.each(SDK_VENDORS)('$name', (vendor) => {
  test('an answer comes without personal data, all else as it was', async () => {
    const { url } = await gatewayWith();
    provider.says(vendor.whole('Write to alice@example.com, or call.'));
    const before = await vendor.ask(provider.url);
    const after = await vendor.ask(url);
    const text = 'Write to [EMAIL_REDACTED], or call.';
    expect(after).toEqual({ ...before, text });
    provider.says(vendor.stream(['Write to ali', 'ce@exam', 'ple.com, or', ' call.']));
    expect(await vendor.askStream(url)).toEqual({
      ...(await vendor.askStream(provider.url)),
      text,
    });
  });

  test('a secret in the prompt is refused once, by its own class, with our message and code', async () => {
    const gateway = await gatewayWith();
    provider.says(vendor.whole('Hello!'));
    for (const ask of [vendor.ask, vendor.askStream]) {
      const told = await toldError(vendor, ask(gateway.url, { prompt: `My key is ${KEY}` }));
      expect(told).toMatchObject({
        threw: vendor.errors[403],
        status: 403,
        code: 'safeai_blocked',
      });
      expect(told.message).toContain('Secret detected in');
      expect(told.message).not.toContain(KEY);
    }
    expect(provider.requests).toBe(0);
    expect(tries(gateway)).toBe(2);
  });

  test('a tool call that policy forbids is refused once', async () => {
    const gateway = await gatewayWith();
    const args = { command: 'rm -rf / --no-preserve-root' };
    provider.says(vendor.call('shell', args));
    const told = await toldError(vendor, vendor.ask(gateway.url));
    expect(told).toMatchObject({ threw: vendor.errors[403], status: 403, code: 'safeai_blocked' });
    expect(told.message).toContain('Destructive command blocked by policy');
    expect([provider.requests, tries(gateway)]).toEqual([1, 1]);

    const pause = new Pause();
    provider.says(vendor.callStream('shell', args, pause));
    const shown = await vendor.askStream(gateway.url, { onPiece: pause.go });
    expect(shown).toMatchObject({ finish: vendor.withheld, calls: [] });
    expect(shown.text).toContain('Destructive command blocked by policy');
    expect([provider.requests, tries(gateway)]).toEqual([1, 2]);
  });

  test('a tool call that needs approval: its id is in the error, and with it the call passes', async () => {
    const gateway = await gatewayWith();
    const args = { command: 'git push --force origin main' };
    provider.says(vendor.call('run_command', args));
    const told = await toldError(vendor, vendor.ask(gateway.url));
    expect(told).toMatchObject({
      threw: vendor.errors[403],
      status: 403,
      code: 'safeai_pending_approval',
    });
    expect([provider.requests, tries(gateway)]).toEqual([1, 1]);
    const id = /\bar-[\w-]+/.exec(told.message)?.[0] ?? '';
    const approved = await send(gateway.url, `/v1/approvals/${id}/approve`, {
      body: { approver_id: 'security-approver' },
    });
    expect(approved.status).toBe(200);
    const headers = { 'x-safeai-approval-id': id };
    const { calls } = await vendor.ask(gateway.url, { headers });
    expect(calls).toEqual([['run_command', args]]);
    // It is used up.
    const again = await toldError(vendor, vendor.ask(gateway.url, { headers }));
    expect(again.status).toBe(403);
  });

  test('a streamed tool call that needs approval: its id is in the text, and with it the call passes', async () => {
    const { url } = await gatewayWith();
    const args = { command: 'git push --force origin main' };
    const pause = new Pause();
    provider.says(vendor.callStream('run_command', args, pause));
    const shown = await vendor.askStream(url, { onPiece: pause.go });
    expect(shown).toMatchObject({ finish: vendor.withheld, calls: [] });
    const id = /\bar-[\w-]+/.exec(shown.text)?.[0] ?? '';
    const body = { approver_id: 'security-approver' };
    expect((await send(url, `/v1/approvals/${id}/approve`, { body })).status).toBe(200);
    const headers = { 'x-safeai-approval-id': id };
    const { calls } = await vendor.askStream(url, { headers });
    expect(calls).toEqual([['run_command', args]]);
  });

  test('a tool call that needs approval is held until a person decides, where that is set', async () => {
    const gateway = await gatewayWith('', 'approval_wait_seconds: 60');
    for (const [says, ask] of [
      [vendor.call, vendor.ask],
      [vendor.callStream, vendor.askStream],
    ] as const) {
      for (const verdict of ['approve', 'deny']) {
        // A call that was denied is not asked about again.
        const args = { command: `git push --force origin ${ask.name}-${verdict}` };
        provider.says(says('run_command', args));
        const answer = ask(gateway.url).catch((error: unknown) => error as Error);
        const id = await pendingId(gateway.url);
        const body = { approver_id: 'security-approver' };
        expect((await send(gateway.url, `/v1/approvals/${id}/${verdict}`, { body })).status).toBe(
          200,
        );
        const calls = verdict === 'approve' ? [['run_command', args]] : [];
        const shown = await answer;
        if (shown instanceof Error) expect([verdict, ask]).toEqual(['deny', vendor.ask]);
        else expect(shown.calls).toEqual(calls);
      }
    }
  });

  test('a call that no budget has room for is refused once', async () => {
    const gateway = await gatewayWith('budgets: [{ name: tiny, limit_tokens: 10, period: day }]');
    provider.says(vendor.whole('Hello!'));
    for (const ask of [vendor.ask, vendor.askStream]) {
      const told = await toldError(vendor, ask(gateway.url));
      expect(told).toMatchObject({
        threw: vendor.errors[429],
        status: 429,
        code: 'budget_exceeded',
      });
      expect(told.message).toContain('tiny');
    }
    expect(provider.requests).toBe(0);
    expect(tries(gateway)).toBe(2);
  });

  test('a block in mid-stream ends the answer in its own way, with what came before', async () => {
    const { url } = await gatewayWith(NO_CARDS);
    const before = 'Here is what you asked for. ';
    const pause = new Pause();
    provider.says(
      vendor.stream([before, 'It is the card ', '4111 1111', ' 1111 1111.', ' More.'], pause),
    );
    const { text, finish } = await vendor.askStream(url, {
      onPiece: (said) => {
        if (said !== '') pause.go();
      },
    });
    expect(finish).toBe(vendor.withheld);
    expect(text.startsWith(before)).toBe(true);
    expect(text).toContain('Card number in');
    expect(text).not.toContain('1111');
    expect(text).not.toContain('More.');
  });

  test('a block of a whole answer is an error, or an answer where that is set', async () => {
    provider.says(vendor.whole(`It is ${CARD}.`));
    const gateway = await gatewayWith(NO_CARDS);
    const told = await toldError(vendor, vendor.ask(gateway.url));
    expect(told).toMatchObject({ threw: vendor.errors[403], status: 403, code: 'safeai_blocked' });
    expect([provider.requests, tries(gateway)]).toEqual([1, 1]);
    const { url } = await gatewayWith(NO_CARDS, 'refusals: answer');
    const shown = await vendor.ask(url);
    expect(shown.finish).toBe(vendor.withheld);
    expect(shown.text).toContain('Card number in');
    for (const ask of [vendor.ask, vendor.askStream]) {
      const refused = await ask(url, { prompt: `My key is ${KEY}` });
      expect(refused.finish).toBe(vendor.withheld);
      expect(refused.text).toContain('Secret detected in');
    }
  });

  test('a page in the place of an answer is told as an error of the upstream, without its text', async () => {
    const gateway = await gatewayWith();
    const page = '<html><body>alice@example.com: bad gateway 7c1</body></html>';
    const says = { status: 200, contentType: 'text/html', pieces: [Buffer.from(page)] };
    provider.says(says);
    for (const ask of [vendor.ask, vendor.askStream]) {
      const told = await toldError(vendor, ask(gateway.url));
      expect(told).toMatchObject({ threw: vendor.errors[502], code: 'upstream_error' });
      expect(told.message).not.toContain('7c1');
    }
  });

  test.each([
    ['reset', 'reset'],
    ['closed early', 'close'],
  ] as const)('a stream that is %s ends with an error', async (_how, fault) => {
    const { url } = await gatewayWith();
    const { contentType, pieces } = vendor.stream(['Hello! ', 'How are you?']);
    provider.says({ contentType: contentType ?? '', pieces: [...pieces.slice(0, 2), fault] });
    const error = await vendor.askStream(url).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toMatch(/upstream/i);
  });

  test('what is no stream of this format ends with an error that quotes nothing of it', async () => {
    const { url } = await gatewayWith();
    const whole = vendor.stream(['Hello! ', 'How are you?']).pieces.slice(0, 2) as Uint8Array[];
    for (const wrong of ['data: {"secret 7c1\n\n', `data: "${'7c1'.repeat(3_000_000)}`]) {
      provider.says(sse(Buffer.concat([...whole, Buffer.from(wrong)]).toString()));
      const error = await vendor.askStream(url).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect((error as Error).message).not.toContain('7c1');
    }
  });

  test('nothing of ours goes up', async () => {
    const { url } = await gatewayWith();
    provider.says(vendor.whole('Hello!'));
    await vendor.ask(url, {
      headers: {
        'x-safeai-agent': 'a-1',
        'x-safeai-session': 's-1',
        'x-safeai-data-tags': 'internal.plans',
        'x-safeai-upstream': 'default',
        cookie: 'a=b',
      },
    });
    const { headers } = await provider.request();
    expect(Object.keys(headers).filter((name) => /safeai|cookie/.test(name))).toEqual([]);
    expect(JSON.stringify(headers)).not.toMatch(/a-1|s-1/);
  });

  test('the upstream is asked with its own key, where it has one', async () => {
    const gateway = await startGateway(
      `proxy: { upstreams: [{ name: own, target: '${provider.url}', api_key: sk-own, provider: ${providerOf(vendor.name)} }] }`,
    );
    running.push(gateway);
    provider.says(vendor.whole('Hello!'));
    await vendor.ask(gateway.url);
    const { headers, path } = await provider.request();
    expect(JSON.stringify([headers, path])).not.toContain('caller-key');
    expect(JSON.stringify(headers)).toContain('sk-own');
  });
});

function providerOf(name: string): string {
  if (name === 'messages') return 'anthropic';
  return name === 'generate content' ? 'gemini' : 'openai';
}

/** The approval that somebody has to decide on, as soon as there is one. */
async function pendingId(url: string): Promise<string> {
  for (;;) {
    const listed = await send(url, '/v1/approvals?status=pending');
    const [first] = JSON.parse(listed.text) as { request_id: string }[];
    if (first !== undefined) return first.request_id;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('our own errors of models and embeddings have the form of the provider', async () => {
  const { url } = await gatewayWith();
  const { openAiAt } = await import('./support/sdk-clients.ts');
  provider.says(json('not JSON'));
  const client = openAiAt(url);
  await expect(client.models.retrieve('m')).rejects.toMatchObject({ code: 'upstream_error' });
  await expect(
    client.embeddings.create({ model: 'm', input: `My key is ${KEY}` }),
  ).rejects.toMatchObject({ status: 403, code: 'safeai_blocked' });
});
