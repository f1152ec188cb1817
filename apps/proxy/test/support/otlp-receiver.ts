import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from '@jest/globals';

/** A value as OTLP's JSON writes it. */
interface AnyValue {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
}

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** A span as it was received. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
}

/** A point of a histogram as it was received. */
export interface ReceivedPoint {
  readonly metric: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly sum: number;
  readonly bounds: readonly number[];
}

/** A collector of OpenTelemetry's, on a free port of 127.0.0.1 until the test ends. */
export interface OtlpReceiver {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  readonly points: ReceivedPoint[];
  readonly resources: Readonly<Record<string, unknown>>[];
  readonly requests: {
    readonly path: string;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: string;
  }[];
}

const running: Server[] = [];

afterEach(async () => {
  await Promise.all(
    running.splice(0).map((server) => {
      server.closeAllConnections();
      return once(server.close(), 'close');
    }),
  );
});

/** Starts a collector that takes everything, or answers everything with a status of an error. */
export async function otlpReceiver(status = 200): Promise<OtlpReceiver> {
  const received: Omit<OtlpReceiver, 'url'> = {
    spans: [],
    points: [],
    resources: [],
    requests: [],
  };
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      received.requests.push({ path: req.url ?? '', headers: req.headers, body });
      if (status === 200) take(received, JSON.parse(body) as Exported);
      res.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  running.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, ...received };
}

interface Exported {
  readonly resourceSpans?: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly WrittenSpan[] }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeMetrics: readonly { readonly metrics: readonly WrittenMetric[] }[];
  }[];
}

type WrittenSpan = Omit<ReceivedSpan, 'attributes' | 'events'> & {
  readonly attributes: readonly KeyValue[];
  readonly events: readonly { readonly name: string; readonly attributes: readonly KeyValue[] }[];
};

interface WrittenMetric {
  readonly name: string;
  readonly unit: string;
  readonly histogram: {
    readonly dataPoints: readonly {
      readonly attributes: readonly KeyValue[];
      readonly count: number | string;
      readonly sum: number;
      readonly explicitBounds: readonly number[];
    }[];
  };
}

function take(received: Omit<OtlpReceiver, 'url'>, exported: Exported): void {
  for (const { resource, scopeSpans } of exported.resourceSpans ?? []) {
    received.resources.push(plain(resource.attributes));
    for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
      const events = span.events.map(({ name, attributes }) => ({
        name,
        attributes: plain(attributes),
      }));
      received.spans.push({ ...span, attributes: plain(span.attributes), events });
    }
  }
  for (const { resource, scopeMetrics } of exported.resourceMetrics ?? []) {
    received.resources.push(plain(resource.attributes));
    for (const { name, unit, histogram } of scopeMetrics.flatMap(({ metrics }) => metrics)) {
      for (const { attributes, count, sum, explicitBounds } of histogram.dataPoints) {
        received.points.push({
          metric: name,
          unit,
          attributes: plain(attributes),
          count: Number(count),
          sum,
          bounds: explicitBounds,
        });
      }
    }
  }
}

function plain(attributes: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf(value: AnyValue): unknown {
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(valueOf);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue;
}
