import type { PassThrough } from 'node:stream';
import { Client as ClientV2, type Transport } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';

/** The SDK that a host is made with, and how it finds its revision. */
export const CLIENT_KINDS = ['v1', 'v2-legacy', 'v2-auto'] as const;

/** One of {@link CLIENT_KINDS}. */
export type ClientKind = (typeof CLIENT_KINDS)[number];

/** What a tool answered. */
export interface Called {
  readonly isError: boolean;
  readonly text: string;
  /** Empty where it is an error. */
  readonly answer: Readonly<Record<string, unknown>>;
}

/** A tool as it is listed. */
export interface Listed {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly outputSchema?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** A host. */
export interface TestClient {
  readonly revision: () => string | undefined;
  readonly tools: () => Promise<readonly Listed[]>;
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<Called>;
  readonly resources: () => Promise<readonly string[]>;
  readonly read: (uri: string) => Promise<unknown>;
  readonly ping: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Connects a client over anything that carries messages. */
export async function connectOver(
  kind: ClientKind,
  transport: Transport,
  name: string,
): Promise<TestClient> {
  const about = { name, version: '1.0.0' };
  if (kind === 'v1') {
    const client = new ClientV1(about);
    // The same methods; the two packages type them apart.
    await client.connect(transport);
    return testClient(client as unknown as ClientV2, () => undefined);
  }
  const mode = kind === 'v2-auto' ? 'auto' : 'legacy';
  const client = new ClientV2(about, { versionNegotiation: { mode } });
  await client.connect(transport);
  return testClient(client, () => client.getNegotiatedProtocolVersion());
}

/** Connects a client over a pair of streams. */
export function connectClient(
  kind: ClientKind,
  streams: { readonly stdin: PassThrough; readonly stdout: PassThrough },
  name: string,
): Promise<TestClient> {
  return connectOver(kind, lines(streams), name);
}

function testClient(client: ClientV2, revision: () => string | undefined): TestClient {
  return {
    revision,
    tools: async () => (await client.listTools()).tools as readonly Listed[],
    call: async (name, args = {}) => {
      const result = await client.callTool({ name, arguments: args });
      const { content, isError, structuredContent } = result as {
        content: { type: string; text: string }[];
        isError?: boolean;
        structuredContent?: Record<string, unknown>;
      };
      const text = content.map((part) => part.text).join('');
      return { isError: isError === true, text, answer: structuredContent ?? {} };
    },
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    read: async (uri) => {
      const { contents } = await client.readResource({ uri });
      const [first] = contents as { text?: string }[];
      return JSON.parse(first?.text ?? '') as unknown;
    },
    ping: () => client.ping(),
    close: () => client.close(),
  };
}

/** Messages as lines over streams of this process. */
function lines({ stdin, stdout }: { stdin: PassThrough; stdout: PassThrough }): Transport {
  let rest = '';
  const transport: Transport = {
    start: () => {
      stdout.on('data', (chunk: Buffer) => {
        const parts = (rest + chunk.toString('utf8')).split('\n');
        rest = parts.pop() ?? '';
        for (const part of parts) transport.onmessage?.(JSON.parse(part) as never);
      });
      return Promise.resolve();
    },
    send: (message) => {
      stdin.write(`${JSON.stringify(message)}\n`);
      return Promise.resolve();
    },
    close: () => {
      transport.onclose?.();
      return Promise.resolve();
    },
  };
  return transport;
}
