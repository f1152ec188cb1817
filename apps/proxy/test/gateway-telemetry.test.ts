import { describe, expect, it } from '@jest/globals';
import { parseConfig, type SafeAIConfig } from '@safeai/config';
import { SafeAI } from '@safeai/core';
import type { Usage } from '@safeai/protocols';
import {
  gatewayTelemetry,
  type CallEnd,
  type GatewayTelemetry,
  type ToldCall,
} from '../src/gateway/telemetry/gateway-telemetry.ts';
import { loadOpenTelemetry } from '../src/gateway/telemetry/open-telemetry.ts';
import { otlpReceiver, type OtlpReceiver } from './support/otlp-receiver.ts';
import { refusedUrl } from './support/scripted-upstream.ts';

const SECRET = 'ghp_' + 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';
const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const USAGE: Usage = {
  inputTokens: 120,
  cachedInputTokens: 100,
  cacheWriteTokens: 5,
  cacheWriteHourTokens: 2,
  audioInputTokens: null,
  cachedAudioInputTokens: null,
  outputTokens: 30,
  reasoningTokens: 12,
  audioOutputTokens: null,
  webSearches: null,
};

const CALL: ToldCall = {
  protocol: 'openai.chat',
  reading: { model: 'gpt-4o-mini', stream: false, maxOutputTokens: null, choices: 1 },
};
const FINE: CallEnd = { status: 200, upstream: 'default', provider: 'openai', action: 'allow' };

interface Logged {
  readonly level: string;
  readonly message: string;
  readonly fields: unknown;
}

function open(
  yaml: string,
  env: Record<string, string> = {},
): { telemetry: GatewayTelemetry; logged: Logged[] } {
  const logged: Logged[] = [];
  const telemetry = gatewayTelemetry(runtimeOf(yaml, env), logTo(logged));
  if (telemetry === undefined) throw new Error('There is no telemetry.');
  return { telemetry, logged };
}

function runtimeOf(
  yaml: string,
  env: Record<string, string> = {},
): Parameters<typeof gatewayTelemetry>[0] {
  const loaded = parseConfig(yaml, { environment: env });
  const config: SafeAIConfig = loaded.config;
  return {
    config,
    boundary: new SafeAI(),
    secretOf: (value) => (typeof value === 'string' ? value : loaded.secretOf(value)),
  };
}

function logTo(logged: Logged[]): Parameters<typeof gatewayTelemetry>[1] {
  const write =
    (level: string) =>
    (message: string, fields: unknown): void => {
      logged.push({ level, message, fields });
    };
  return { warn: write('warn'), info: write('info') } as never;
}

/** What a collector has after some calls. */
async function after(
  make: (telemetry: GatewayTelemetry) => void,
  more = '',
): Promise<OtlpReceiver> {
  const receiver = await otlpReceiver();
  const { telemetry } = open(`telemetry: { otlp_endpoint: '${receiver.url}', ${more} }`);
  make(telemetry);
  await telemetry.close();
  return receiver;
}

describe('whether there is telemetry', () => {
  it('is off, and loads nothing, without an endpoint', () => {
    const load = (): never => {
      throw new Error('It was loaded.');
    };
    expect(gatewayTelemetry(runtimeOf(''), logTo([]), load)).toBeUndefined();
  });

  it('says what to install where packages are missing', () => {
    const missing = (name: string): unknown => {
      if (name !== '@opentelemetry/sdk-trace') return {};
      throw Object.assign(new Error('not found'), { code: 'MODULE_NOT_FOUND' });
    };
    expect(() => loadOpenTelemetry(missing)).toThrow(
      'telemetry.otlp_endpoint needs packages that are not installed: npm install @opentelemetry/sdk-trace@2.12',
    );
  });

  it('does not start with a header whose secret has no value', () => {
    const yaml =
      "telemetry: { otlp_endpoint: 'http://127.0.0.1:1', otlp_headers: { x-token: gone } }";
    const runtime = { ...runtimeOf(yaml), secretOf: () => undefined };
    expect(() => gatewayTelemetry(runtime, logTo([]))).toThrow(
      'telemetry.otlp_headers.x-token refers to a secret that has no value.',
    );
  });
});

describe('the span of a call', () => {
  it('tells a streamed call by the conventions, as part of the caller’s trace', async () => {
    const { spans, resources } = await after((telemetry) => {
      const call = telemetry.call({
        protocol: 'openai.chat',
        reading: { model: 'gpt-4o-mini', stream: true, maxOutputTokens: 256, choices: 2 },
        traceparent: PARENT,
      });
      call.guarded('request', { decisionId: 'dec-1', redactions: 0, unscanned: 1 });
      call.firstByte();
      call.guarded('answer', { decisionId: 'dec-2', redactions: 3, unscanned: 0 });
      call.end({
        ...FINE,
        action: 'redact',
        model: 'gpt-4o-mini-2024-07-18',
        usage: USAGE,
        finish: [
          { choice: 0, reason: 'stop' },
          { choice: 1, reason: 'length' },
        ],
      });
    });
    expect(resources[0]).toEqual({ 'service.name': 'safeai', 'service.version': '0.1.0' });
    expect(spans).toHaveLength(1);
    const [span] = spans;
    expect(span).toMatchObject({
      name: 'chat gpt-4o-mini',
      kind: 3,
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parentSpanId: 'b7ad6b7169203331',
      status: { code: 0 },
    });
    expect(span?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.request.max_tokens': 256,
      'gen_ai.request.choice.count': 2,
      'gen_ai.request.stream': true,
      'openai.api.type': 'chat_completions',
      'gen_ai.response.model': 'gpt-4o-mini-2024-07-18',
      'gen_ai.response.finish_reasons': ['stop', 'length'],
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 30,
      'gen_ai.usage.cache_read.input_tokens': 100,
      'gen_ai.usage.cache_creation.input_tokens': 7,
      'gen_ai.usage.reasoning.output_tokens': 12,
      'http.response.status_code': 200,
      'safeai.upstream': 'default',
      'safeai.action': 'redact',
    });
    expect(span?.events.map(({ attributes }) => attributes)).toEqual([
      {
        'safeai.direction': 'request',
        'safeai.decision.id': 'dec-1',
        'safeai.redactions': 0,
        'safeai.unscanned': 1,
      },
      {
        'safeai.direction': 'answer',
        'safeai.decision.id': 'dec-2',
        'safeai.redactions': 3,
        'safeai.unscanned': 0,
      },
    ]);
  });

  it.each([
    ['openai.completions', 'text_completion', 'openai'],
    ['openai.responses', 'chat', 'openai'],
    ['openai.embeddings', 'embeddings', 'openai'],
    ['anthropic.messages', 'chat', 'anthropic'],
    ['gemini.generate', 'generate_content', 'gcp.gemini'],
    ['gemini.embed', 'embeddings', 'gcp.gemini'],
  ] as const)('of %s is "%s", of %s', async (protocol, operation, provider) => {
    const { spans } = await after((telemetry) => {
      telemetry.call({ ...CALL, protocol }).end({ status: 200 });
    });
    expect(spans[0]).toMatchObject({
      name: `${operation} gpt-4o-mini`,
      attributes: { 'gen_ai.operation.name': operation, 'gen_ai.provider.name': provider },
    });
  });

  it('says the error of a refusal, and the status of what a provider refused', async () => {
    const { spans } = await after((telemetry) => {
      telemetry.call(CALL).end({ status: 403, errorCode: 'safeai_blocked', action: 'block' });
      telemetry.call(CALL).end({ ...FINE, status: 429 });
    });
    expect(spans.map(({ status, attributes }) => [status.code, attributes['error.type']])).toEqual([
      [2, 'safeai_blocked'],
      [2, '429'],
    ]);
  });

  it('is ended once', async () => {
    const { spans, points } = await after((telemetry) => {
      const call = telemetry.call(CALL);
      call.end(FINE);
      call.end({ ...FINE, status: 500 });
    });
    expect(spans).toHaveLength(1);
    expect(points.filter(({ metric }) => metric.endsWith('duration'))).toMatchObject([
      { count: 1 },
    ]);
  });

  it('begins a trace of its own under anything that is no traceparent', async () => {
    const sent = [undefined, '', 'x', [PARENT, PARENT], PARENT.replace('00-', '01-')];
    const { spans } = await after((telemetry) => {
      for (const traceparent of sent) telemetry.call({ ...CALL, traceparent }).end(FINE);
    });
    expect(spans.map(({ parentSpanId }) => parentSpanId ?? '')).toEqual(sent.map(() => ''));
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(sent.length);
  });

  it('names itself for the upstream', async () => {
    let traceparent = '';
    const { spans } = await after((telemetry) => {
      const call = telemetry.call({ ...CALL, traceparent: PARENT });
      ({ traceparent } = call);
      call.end(FINE);
    });
    expect(traceparent).toBe(`00-0af7651916cd43dd8448eb211c80319c-${spans[0]?.spanId ?? ''}-01`);
  });

  it('is not sent where the caller, or the share that is kept, says so; what is measured is', async () => {
    const { spans, points } = await after((telemetry) => {
      telemetry.call({ ...CALL, traceparent: PARENT.replace(/01$/, '00') }).end(FINE);
      telemetry.call(CALL).end(FINE);
    }, 'trace_sample_ratio: 0');
    expect(spans).toEqual([]);
    expect(points).toMatchObject([{ metric: 'gen_ai.client.operation.duration', count: 2 }]);
  });
});

describe('the metrics of calls', () => {
  it('are those of the conventions, with their buckets', async () => {
    const { points } = await after((telemetry) => {
      const call = telemetry.call({ ...CALL, reading: { ...CALL.reading, stream: true } });
      call.firstByte();
      call.end({ ...FINE, usage: USAGE, model: 'gpt-4o-mini' });
      telemetry.call(CALL).end({ status: 403, errorCode: 'safeai_blocked' });
    });
    const common = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.response.model': 'gpt-4o-mini',
    };
    const told = points.map(({ metric, unit, attributes, count }) => ({
      metric,
      unit,
      attributes,
      count,
    }));
    expect(told).toEqual([
      { metric: 'gen_ai.client.operation.duration', unit: 's', attributes: common, count: 1 },
      {
        metric: 'gen_ai.client.operation.duration',
        unit: 's',
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'gpt-4o-mini',
          'error.type': 'safeai_blocked',
        },
        count: 1,
      },
      {
        metric: 'gen_ai.client.operation.time_to_first_chunk',
        unit: 's',
        attributes: common,
        count: 1,
      },
      {
        metric: 'gen_ai.client.token.usage',
        unit: '{token}',
        attributes: { ...common, 'gen_ai.token.type': 'input' },
        count: 1,
      },
      {
        metric: 'gen_ai.client.token.usage',
        unit: '{token}',
        attributes: { ...common, 'gen_ai.token.type': 'output' },
        count: 1,
      },
    ]);
    expect(points.at(-1)).toMatchObject({ sum: 30 });
    expect(points.at(-1)?.bounds).toHaveLength(14);
  });

  it('tell no more than a hundred models apart, and none that no provider has answered for', async () => {
    const { points } = await after((telemetry) => {
      const call = (model: string): ReturnType<GatewayTelemetry['call']> =>
        telemetry.call({ ...CALL, reading: { ...CALL.reading, model } });
      for (let n = 0; n < 300; n++) call(`made-up-${String(n)}`).end({ ...FINE, status: 404 });
      for (let n = 0; n < 300; n++) call(`served-${String(n)}`).end(FINE);
    });
    const models = new Set(points.map(({ attributes }) => attributes['gen_ai.request.model']));
    expect(models.size).toBe(101);
    expect(models).toContain('other');
    expect([...models].filter((model) => String(model).startsWith('made-up'))).toEqual([]);
  });
});

describe('what is not told', () => {
  it('is a detected value, or anything that is no name, in the place of a model or a reason', async () => {
    const { requests, spans } = await after((telemetry) => {
      for (const model of [SECRET, `gpt ${SECRET}`, 'x'.repeat(5000), 'jane.doe@example.com']) {
        const call = telemetry.call({ ...CALL, reading: { ...CALL.reading, model } });
        call.end({ ...FINE, model, finish: [{ choice: 0, reason: `${SECRET} ${model}` }] });
      }
    });
    expect(spans.map(({ name }) => name)).toEqual(Array(4).fill('chat other'));
    const sent = requests.map(({ body }) => body).join('\n');
    for (const value of [SECRET, 'xxxx', 'jane.doe']) expect(sent).not.toContain(value);
  });
});

describe('the endpoint', () => {
  it('gets the configured headers, below whatever path it has', async () => {
    const receiver = await otlpReceiver();
    const { telemetry } = open(
      `telemetry: { otlp_endpoint: '${receiver.url}/otlp/', otlp_headers: { x-token: 'secret://env/TOKEN' }, service_name: edge }`,
      { TOKEN: 'of the collector' },
    );
    telemetry.call(CALL).end(FINE);
    await telemetry.close();
    expect(receiver.requests.map(({ path }) => path).sort()).toEqual([
      '/otlp/v1/metrics',
      '/otlp/v1/traces',
    ]);
    for (const { headers } of receiver.requests) {
      expect(headers).toMatchObject({
        'x-token': 'of the collector',
        'content-type': 'application/json',
      });
    }
    expect(receiver.resources[0]).toMatchObject({ 'service.name': 'edge' });
  });

  it.each([
    ['refuses', async () => (await otlpReceiver(400)).url],
    ['is not there', refusedUrl],
  ])('costs no call anything where it %s, and that is logged once', async (_, urlOf) => {
    const { telemetry, logged } = open(`telemetry: { otlp_endpoint: '${await urlOf()}' }`);
    for (let n = 0; n < 3000; n++) {
      const call = telemetry.call(CALL);
      call.firstByte();
      call.end(FINE);
    }
    await telemetry.close();
    await telemetry.close();
    expect(logged.map(({ level, message }) => [level, message])).toEqual([
      ['warn', 'telemetry cannot be exported; what waits is dropped once the queue is full'],
    ]);
  });

  it('gets the whole queue at the end, beside what was under way', async () => {
    const { spans } = await after((telemetry) => {
      for (let n = 0; n < 3000; n++) telemetry.call(CALL).end(FINE);
    });
    expect(spans.length).toBe(2048 + 512);
  });

  it('gets nothing after the end', async () => {
    const receiver = await otlpReceiver();
    const { telemetry } = open(`telemetry: { otlp_endpoint: '${receiver.url}' }`);
    await telemetry.close();
    const { length } = receiver.requests;
    const call = telemetry.call(CALL);
    call.firstByte();
    call.end(FINE);
    await telemetry.close();
    expect(receiver.requests).toHaveLength(length);
  });
});
