import { SafeAIError } from '@safeai/core';
import type { Alert } from '../alert.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import { cut, plainName } from '../plain-name.ts';
import { baseOf } from './base-address.ts';
import { CHANNEL_TRAITS } from './channel-traits.ts';
import type { AlertChannel } from './channel.ts';
import {
  failureOfStatus,
  type HttpAnswer,
  HttpClient,
  type HttpOptions,
  isSuccess,
} from './http-client.ts';
import { facts, headline, memberLines, timeOf } from './wording.ts';

/** How alerts reach a service that speaks the Opsgenie Alert API. */
export interface GenieOptions extends HttpOptions {
  /** Key of the API integration. */
  readonly apiKey: string;
  /** Waits; for tests. */
  readonly wait?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

/** Longest of each field (Opsgenie, Alert API). */
const MOST = { message: 130, alias: 512, description: 15_000, entity: 512, source: 100, tag: 50 };

const PRIORITIES = { critical: 'P1', error: 'P2', warning: 'P3', info: 'P5' } as const;

/** What can be sent as a key. */
const HEADER_VALUE = /^[\x20-\x7e]+$/;

/** A request is accepted first and carried out later: when it is asked after, in milliseconds. */
const CHECKS_MS = [500, 1000, 2000, 4000];

/** The Opsgenie Alert API, which Jira Service Management speaks, too. */
export abstract class GenieChannel implements AlertChannel {
  abstract readonly type: string;
  readonly pages = CHANNEL_TRAITS.opsgenie.pages;
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #http: HttpClient;
  readonly #wait: (ms: number, signal?: AbortSignal) => Promise<void>;

  /** @throws SafeAIError `invalid_config` */
  constructor(baseUrl: string, options: GenieOptions) {
    this.#url = `${baseOf(baseUrl)}/v2/alerts`;
    if (!HEADER_VALUE.test(options.apiKey)) {
      throw new SafeAIError(
        'invalid_config',
        'The API key holds characters that no header can have: a line break at its end, perhaps.',
      );
    }
    this.#headers = {
      authorization: `GenieKey ${options.apiKey}`,
      'content-type': 'application/json',
    };
    this.#http = new HttpClient(options);
    this.#wait = options.wait ?? sleep;
  }

  notes(_now: number): readonly string[] {
    return [];
  }

  async send(alert: Alert, signal?: AbortSignal): Promise<void> {
    const isNew = alert.action === 'trigger' || alert.action === 'update';
    const alias = cut(alert.key, MOST.alias);
    const verb = alert.action === 'resolve' ? 'close' : 'acknowledge';
    const url = isNew
      ? this.#url
      : `${this.#url}/${encodeURIComponent(alias)}/${verb}?identifierType=alias`;
    const source = cut(plainName(alert.source), MOST.source);
    const body = JSON.stringify(isNew ? creation(alert, alias, source) : { source });
    const answer = await this.#http.ask(url, {
      ...{ method: 'POST', headers: this.#headers, body, signal },
    });
    if (!isSuccess(answer)) {
      // What is closed or was never open cannot be closed again.
      if (!isNew && answer.status === 404) return;
      throw failureOfStatus(answer);
    }
    const requestId = textAt(answer, 'requestId');
    if (requestId === undefined || (await this.#cameTrue(requestId, signal)) || !isNew) return;
    throw new DeliveryError('rejected', 'request_failed');
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  /** False where the service says that the request has failed. What it does not say in time was accepted. */
  async #cameTrue(requestId: string, signal: AbortSignal | undefined): Promise<boolean> {
    const url = `${this.#url}/requests/${encodeURIComponent(requestId)}`;
    for (const ms of CHECKS_MS) {
      await this.#wait(ms, signal);
      const ask = { method: 'GET', headers: this.#headers, signal } as const;
      const answer = await this.#http.ask(url, ask).catch(() => undefined);
      // An attempt that runs out of time over this would be made again, though the alert is there.
      if (answer === undefined) return true;
      if (!isSuccess(answer)) continue;
      const { isSuccess: cameTrue } = (objectIn(answer).data ?? objectIn(answer)) as {
        isSuccess?: unknown;
      };
      if (typeof cameTrue === 'boolean') return cameTrue;
    }
    return true;
  }
}

function creation(alert: Alert, alias: string, source: string) {
  const description = facts(alert)
    .map(([label, value]) => `${label}: ${value}`)
    .join('\n');
  const tag = (text: string): string => cut(plainName(text), MOST.tag);
  return {
    message: headline(alert, MOST.message),
    alias,
    description: cut(description, MOST.description),
    tags: ['safeai', tag(alert.severity), tag(alert.rule)],
    details: {
      rule: plainName(alert.rule),
      tenant_id: plainName(alert.tenantId),
      count: String(alert.count),
      started_at: timeOf(alert.startedAt),
      last_at: timeOf(alert.lastAt),
      events: cut(memberLines(alert).join('; '), 4000),
    },
    entity: cut(plainName(alert.tenantId), MOST.entity),
    source,
    priority: PRIORITIES[alert.severity],
  };
}

function objectIn({ text }: HttpAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textAt(answer: HttpAnswer, key: string): string | undefined {
  const value = objectIn(answer)[key];
  return typeof value === 'string' ? value : undefined;
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    if (signal?.aborted === true) done();
  });
}
