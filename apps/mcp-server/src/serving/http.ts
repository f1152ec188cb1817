import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
  type McpServerFactory,
} from '@modelcontextprotocol/server';
import { SafeAIError } from '@safeai/core';
import { isLoopbackHost } from '@safeai/proxy/local-server';
import type { HttpSettings } from '../settings.ts';

/** A server that listens. */
export interface HttpServing {
  /** Where hosts are pointed at. */
  readonly url: string;
  /** Answers what is under way, and listens no more. */
  close(): Promise<void>;
}

const PATH = '/mcp';

/** Largest body, in bytes: some way over the largest that a gateway takes. */
const MAX_BODY = 16 * 1024 * 1024;

/** How long what is under way may take at the end. Milliseconds. */
const GRACE = 3_000;

/**
 * Serves MCP over HTTP at `/mcp`. Requests for another host or from a foreign page are refused (DNS rebinding), and
 * those without the token, where there is one.
 *
 * @throws SafeAIError `invalid_config` for an address that cannot be listened on
 */
export async function serveHttp(
  servers: McpServerFactory,
  settings: HttpSettings,
): Promise<HttpServing> {
  const handler = createMcpHandler(servers, { maxRequestBodySize: MAX_BODY });
  const isAllowed = gate(settings);
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000 }, (req, res) => {
    void answer(req, res, async (request) => isAllowed(request) ?? (await handler.fetch(request)));
  });
  await listening(server, settings);
  const { port } = server.address() as AddressInfo;
  const { host } = settings;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}${PATH}`,
    close: async () => {
      const closed = new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
      const cut = setTimeout(() => {
        server.closeAllConnections();
      }, GRACE);
      server.closeIdleConnections();
      await handler.close();
      await closed;
      clearTimeout(cut);
    },
  };
}

/** Refuses who may not ask; undefined where they may. */
function gate({
  host,
  token,
  allowedHosts,
}: HttpSettings): (request: Request) => Response | undefined {
  const named = [host.includes(':') ? `[${host}]` : host, ...allowedHosts];
  const hosts = isLoopbackHost(host) ? [...localhostAllowedHostnames(), ...named] : named;
  const origins = isLoopbackHost(host) ? [...localhostAllowedOrigins(), ...named] : named;
  const expected = token === undefined ? undefined : digestOf(token);
  return (request) => {
    const foreign =
      hostHeaderValidationResponse(request, hosts) ?? originValidationResponse(request, origins);
    if (foreign !== undefined) return foreign;
    if (new URL(request.url).pathname !== PATH)
      return refusal(404, `There is nothing but ${PATH}.`);
    if (expected === undefined || timingSafeEqual(digestOf(bearerOf(request)), expected)) {
      return undefined;
    }
    return refusal(
      401,
      'Send the token of this server: Authorization: Bearer <SAFEAI_MCP_TOKEN>.',
      {
        'www-authenticate': 'Bearer realm="safeai-mcp"',
      },
    );
  };
}

function bearerOf({ headers }: Request): string {
  return /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? '';
}

/** Of one length, whatever is sent: comparing them does not tell how much was right. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refusal(status: number, message: string, headers: Record<string, string> = {}): Response {
  const error = { jsonrpc: '2.0', id: null, error: { code: -32_000, message } };
  return Response.json(error, { status, headers });
}

/** A request of Node's as one of the web's, and its answer back. */
async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  respond: (request: Request) => Promise<Response>,
): Promise<void> {
  const gone = new AbortController();
  res.on('close', () => {
    gone.abort();
  });
  try {
    const response = await respond(webRequest(req, gone.signal));
    res.writeHead(response.status, [...response.headers].flat());
    if (response.body === null) res.end();
    else await pipeline(Readable.fromWeb(response.body), res);
  } catch {
    // The caller has gone, or it is no request: there is nobody to tell more.
    if (res.headersSent) res.destroy();
    else res.writeHead(400).end();
  } finally {
    // What was refused unread would hold the connection.
    req.resume();
  }
}

function webRequest(req: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET', headers, url = '/' } = req;
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) sent.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(url, 'http://localhost'), {
    ...{ method, headers: sent, signal },
    ...(hasBody ? { body: Readable.toWeb(req), duplex: 'half' as const } : {}),
  });
}

async function listening(server: Server, { host, port }: HttpSettings): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'error';
    throw new SafeAIError('invalid_config', `${host}:${port} cannot be listened on (${code}).`, {
      cause,
    });
  }
}
