import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { otlpReceiver, type OtlpReceiver } from './support/otlp-receiver.ts';
import { startGateway } from './support/running-gateway.ts';
import { json, ScriptedProvider } from './support/scripted-provider.ts';

const SECRET = 'ghp_c4NaRyC4nArYc4NaRyC4nArYc4NaRy123456';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`;

const provider = new ScriptedProvider();
beforeAll(() => provider.start());
afterAll(() => provider.stop());

/** What a collector has of one chat, and what the provider got. */
async function traced(
  body: object,
  settings = '',
): Promise<{ collector: OtlpReceiver; status: number; text: string }> {
  const collector = await otlpReceiver();
  const gateway = await startGateway(`
proxy: { target: '${provider.url}/v1', retry: { max_attempts: 1 } }
telemetry: { otlp_endpoint: '${collector.url}', ${settings} }
`);
  try {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: PARENT, tracestate: 'v=1' },
      body: JSON.stringify({ model: 'gpt-4o-mini', ...body }),
    });
    return { collector, status: response.status, text: await response.text() };
  } finally {
    await gateway.close();
  }
}

const HELLO = { messages: [{ role: 'user', content: 'Hello' }] };

describe('a gateway with a collector', () => {
  it('tells a whole call', async () => {
    provider.greets();
    const { collector } = await traced(HELLO);
    expect(collector.spans).toHaveLength(1);
    expect(collector.spans[0]).toMatchObject({
      name: 'chat gpt-4o-mini',
      traceId: TRACE,
      parentSpanId: 'b7ad6b7169203331',
      status: { code: 0 },
      attributes: {
        'gen_ai.response.model': 'gpt-4o-mini-2024-07-18',
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.usage.input_tokens': 19,
        'gen_ai.usage.output_tokens': 10,
        'http.response.status_code': 200,
        'safeai.upstream': 'default',
        'safeai.action': 'allow',
      },
    });
    expect(
      collector.spans[0]?.events.map(({ attributes }) => attributes['safeai.direction']),
    ).toEqual(['request', 'answer']);
    const metrics = collector.points.map(({ metric }) => metric);
    expect(metrics).toContain('gen_ai.client.operation.duration');
    expect(metrics).toContain('gen_ai.client.token.usage');
  });

  it('tells a stream, and when its first bytes came', async () => {
    provider.greets();
    const { collector } = await traced({ ...HELLO, stream: true });
    expect(collector.spans[0]).toMatchObject({
      attributes: {
        'gen_ai.request.stream': true,
        'gen_ai.response.time_to_first_chunk': expect.any(Number),
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.usage.output_tokens': 10,
      },
    });
    expect(collector.points.map(({ metric }) => metric)).toContain(
      'gen_ai.client.operation.time_to_first_chunk',
    );
  });

  it('tells a refusal, an answer that changed and a provider’s error, and nothing of their content', async () => {
    provider.greets();
    const refused = await traced({ messages: [{ role: 'user', content: `my key is ${SECRET}` }] });
    expect(refused.collector.spans[0]).toMatchObject({
      status: { code: 2 },
      attributes: {
        'error.type': 'safeai_blocked',
        'http.response.status_code': 403,
        'safeai.action': 'block',
      },
    });
    provider.says(
      json({
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model: 'gpt-4o-mini',
        choices: [
          {
            index: 0,
            finish_reason: 'stop',
            message: { role: 'assistant', content: `Write to jane.doe@example.com, ${SECRET}` },
          },
        ],
      }),
    );
    const changed = await traced(HELLO);
    expect(changed.text).not.toContain('jane.doe');
    expect(changed.collector.spans[0]).toMatchObject({
      status: { code: 0 },
      attributes: { 'safeai.action': 'redact' },
    });
    provider.says(json({ error: { message: `No ${SECRET}`, type: 'x' } }, { status: 429 }));
    const failed = await traced(HELLO);
    expect(failed.collector.spans[0]).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': '429', 'http.response.status_code': 429 },
    });
    for (const { collector } of [refused, changed, failed]) {
      const sent = collector.requests.map(({ body }) => body).join('\n');
      expect(sent).not.toContain(SECRET);
      expect(sent).not.toContain('jane.doe');
    }
  });

  it('lets the provider know of the trace only where a setting says so', async () => {
    provider.greets();
    await traced(HELLO);
    expect((await provider.request(0)).headers.traceparent).toBeUndefined();
    provider.greets();
    const { collector } = await traced(HELLO, 'trace_upstream: true');
    const { headers } = await provider.request(0);
    expect(headers.traceparent).toBe(`00-${TRACE}-${collector.spans[0]?.spanId ?? ''}-01`);
    expect(headers.tracestate).toBeUndefined();
  });
});
