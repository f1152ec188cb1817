import { hostname } from 'node:os';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { SafeAIError } from '@safeai/core';
import type { Alert } from '../alert.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import { CHANNEL_TRAITS } from './channel-traits.ts';
import type { AlertChannel } from './channel.ts';
import { emailMessage } from './email-message.ts';

/** How alerts reach people by e-mail. */
export interface EmailOptions {
  readonly to: readonly string[];
  /** `safeai@` and the host's name if absent. */
  readonly from?: string | undefined;
  readonly smtpHost: string;
  /** 587 if absent. */
  readonly smtpPort?: number | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** `implicit` on port 465, else `starttls`, if absent. Without encryption there is no password. */
  readonly tls?: 'starttls' | 'implicit' | 'none' | undefined;
  /** Certificate authorities (PEM), instead of those that Node trusts. */
  readonly ca?: string | undefined;
  /** Told how many recipients the server has refused where it took the message for others. Must not throw. */
  readonly onRefused?: ((count: number) => void) | undefined;
  /** Milliseconds for each step of the exchange. 10 seconds if absent. */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 10_000;

/** How long a connection is kept for the next message, in milliseconds. */
const IDLE_MS = 30_000;

/** What nodemailer's errors mean that are about the connection, and about no message. */
const PROBLEMS: Readonly<Record<string, string>> = {
  EAUTH: 'smtp_auth',
  ENOAUTH: 'smtp_auth',
  ECONNECTION: 'connection_lost',
  EDNS: 'unknown_host',
  EREQUIRETLS: 'tls',
  ESOCKET: 'no_connection',
  ETIMEDOUT: 'timeout',
  EABORT: 'timeout',
  ETLS: 'tls',
};

/**
 * E-mail over SMTP, encrypted, on connections that are kept for a while.
 *
 * @example
 * const mail = new EmailAlertChannel({ to: ['security-team@example.com'], smtpHost: 'smtp.example.com' });
 */
export class EmailAlertChannel implements AlertChannel {
  readonly type = 'email';
  readonly pages = CHANNEL_TRAITS.email.pages;
  readonly #to: readonly string[];
  readonly #from: string;
  readonly #openTransport: () => Promise<Transport>;
  #transport: Promise<Transport> | undefined;
  readonly #onRefused: (count: number) => void;

  /** @throws SafeAIError `invalid_config` for a password that would be sent in clear, and for no recipient */
  constructor(options: EmailOptions) {
    const { to, smtpHost, smtpPort = 587, username, password, ca } = options;
    const { tls = smtpPort === 465 ? 'implicit' : 'starttls', timeoutMs = TIMEOUT_MS } = options;
    if (to.length === 0) {
      throw new SafeAIError('invalid_config', 'An e-mail channel needs somebody to send to.');
    }
    if (tls === 'none' && password !== undefined) {
      throw new SafeAIError(
        'invalid_config',
        'An e-mail channel with `tls: none` would send its password in clear. Use starttls or implicit.',
      );
    }
    this.#to = to;
    this.#onRefused = options.onRefused ?? (() => undefined);
    this.#from = options.from ?? `safeai@${hostname()}`;
    const settings = {
      pool: true as const,
      host: smtpHost,
      port: smtpPort,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(username === undefined ? {} : { auth: { user: username, pass: password ?? '' } }),
      tls: { minVersion: 'TLSv1.2' as const, ...(ca === undefined ? {} : { ca }) },
      // What failed is tried again by who sends alerts, and nobody else: the server may have it already.
      ...{ maxConnections: 2, maxMessages: 100, maxRequeues: 0, idleTimeout: IDLE_MS },
      ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
      ...{ disableFileAccess: true, disableUrlAccess: true },
    };
    this.#openTransport = () => transportOf(settings);
  }

  notes(): readonly string[] {
    return [];
  }

  async send(alert: Alert, signal?: AbortSignal): Promise<void> {
    const domain = this.#from.slice(this.#from.lastIndexOf('@') + 1).replace(/[^\w.-]/g, '');
    const { inReplyTo, ...message } = emailMessage(alert, domain === '' ? 'safeai' : domain);
    try {
      const transport = await (this.#transport ??= this.#openTransport());
      const { rejected } = await transport.sendMail({
        from: { name: 'SafeAI', address: this.#from },
        to: this.#to.map((address) => ({ name: '', address })),
        ...message,
        ...(inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo }),
        ...(alert.severity === 'critical' ? { priority: 'high' as const } : {}),
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        date: new Date(alert.at),
        ...(signal === undefined ? {} : { signal }),
      });
      if (rejected.length > 0) this.#onRefused(rejected.length);
    } catch (error) {
      throw failureOf(error);
    }
  }

  async close(): Promise<void> {
    const transport = await this.#transport;
    transport?.close();
  }
}

type Transport = Awaited<ReturnType<typeof transportOf>>;

/** Loads its package at the first use: most processes that know of channels send nothing. */
async function transportOf(settings: SMTPPool.Options & { readonly pool: true }) {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(settings);
  // What befalls a connection that is kept for later befalls no message.
  transport.on('error', () => undefined);
  return transport;
}

/** A wrong password may be put right while the message waits; a message that is refused for good will not do later. */
function failureOf(error: unknown): DeliveryError {
  const { code, responseCode, permanent } = error as {
    code?: string;
    responseCode?: number;
    permanent?: boolean;
  };
  const known = PROBLEMS[String(code)];
  if (known !== undefined || responseCode === undefined) {
    return new DeliveryError('unavailable', known ?? 'smtp_failed');
  }
  const isOfMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  const failure = permanent === true && isOfMessage ? 'rejected' : 'unavailable';
  return new DeliveryError(failure, `smtp_${String(responseCode)}`);
}
