import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeCertificate } from './certificate.ts';

/** A message that the server took. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly isEncrypted: boolean;
  /** By their names in small letters, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly source: string;
}

export interface MailServer {
  readonly port: number;
  readonly ca: string;
  readonly mails: Mail[];
  /** Connections that were made. */
  connections: number;
  /** Ends every connection. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

export const USER = 'safeai';
export const PASSWORD = 'mail-password-1';

let certificate: ReturnType<typeof makeCertificate> | undefined;

/** A real SMTP server on this machine, with STARTTLS and authentication unless told otherwise. */
export async function startMailServer(
  given: SMTPServerOptions = {},
  port = 0,
): Promise<MailServer> {
  certificate ??= makeCertificate();
  const { cert, key } = certificate;
  const mails: Mail[] = [];
  const server = new SMTPServer({
    ...{ cert, key, authMethods: ['PLAIN', 'LOGIN'], closeTimeout: 100 },
    onConnect: (_, callback) => {
      started.connections++;
      callback();
    },
    onAuth: ({ username, password }, _, callback) => {
      const isRight = username === USER && password === PASSWORD;
      if (isRight) callback(null, { user: username });
      else callback(Object.assign(new Error('Wrong.'), { responseCode: 535 }));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const source = Buffer.concat(chunks).toString();
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: session.user as string | undefined,
          isEncrypted: session.secure,
          headers: headersIn(source),
          source,
        });
        callback();
      });
    },
    ...given,
  });
  server.on('error', () => undefined);
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const started: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    ...{ ca: cert, mails, connections: 0 },
    hangUp: async () => {
      const open = [...sockets].filter(({ destroyed }) => !destroyed);
      await Promise.all(
        open.map(async (socket) => {
          const isClosed = once(socket, 'close');
          socket.destroy();
          await isClosed;
        }),
      );
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
  return started;
}

function headersIn(source: string): ReadonlyMap<string, string> {
  const [head = ''] = source.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
