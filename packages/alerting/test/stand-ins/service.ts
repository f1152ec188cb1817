import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a service sees it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a service answers. */
export interface Answered {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A service on this machine. */
export interface Service {
  readonly url: string;
  /** Everything that was asked, and how it was answered. */
  readonly log: { readonly asked: Asked; readonly status: number }[];
  /** Answers in the service's place while it is set; undefined: hangs up. */
  instead: ((asked: Asked) => Answered | undefined) | undefined;
  close(): Promise<void>;
}

/** Starts a service. */
export async function startService(answer: (asked: Asked) => Answered): Promise<Service> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://service');
      const asked: Asked = {
        ...{ method: request.method ?? '', path: pathname, query: searchParams },
        ...{ headers: request.headers, body: Buffer.concat(chunks).toString() },
      };
      const answered = service.instead === undefined ? answer(asked) : service.instead(asked);
      service.log.push({ asked, status: answered?.status ?? 0 });
      if (answered === undefined) {
        request.socket.destroy();
        return;
      }
      const { status, body, headers } = answered;
      const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service: Service = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    log: [],
    instead: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return service;
}

/** The JSON of a body; undefined for what is none. */
export function jsonOf({ body }: Asked): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** What is wrong with the headers of a JSON request, or undefined. */
export function headerProblem({ headers, body }: Asked): string | undefined {
  if (headers['content-type'] !== 'application/json') return 'content-type';
  if (headers['content-length'] !== String(Buffer.byteLength(body))) return 'content-length';
  return undefined;
}
