import { SafeAIError } from '@safeai/core';
import type { Alert } from '../alert.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import { checkAddress } from './base-address.ts';
import { CHANNEL_TRAITS } from './channel-traits.ts';
import type { AlertChannel } from './channel.ts';
import { failureOfStatus, HttpClient, type HttpOptions, isSuccess } from './http-client.ts';
import { messageHeaders, signatureHeaders, signingKey } from './webhook-signature.ts';
import { wireAlert } from './wire-alert.ts';

/** How alerts reach any endpoint. */
export interface WebhookOptions extends HttpOptions {
  readonly url: string;
  /** Key of the signature: `whsec_` and base64, or any text. Requests are not signed if absent. */
  readonly secret?: string | undefined;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether an address in a private network will do. If not, a `dispatcher` must be given whose connector looks at
   * the very addresses that it connects to.
   */
  readonly allowPrivate?: boolean | undefined;
}

/** Shortest key that cannot be tried out, in bytes (Standard Webhooks). */
const LEAST_KEY_BYTES = 24;

/** Headers that say what the request is. */
const OWN_HEADERS = /^(?:webhook-.*|content-.*|host|connection|transfer-encoding|expect|upgrade)$/i;

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Any HTTP endpoint. Requests are signed as Standard Webhooks says; an attempt has the id of the one before. */
export class WebhookAlertChannel implements AlertChannel {
  readonly type = 'webhook';
  readonly pages = CHANNEL_TRAITS.webhook.pages;
  readonly #url: string;
  readonly #key: Uint8Array | undefined;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #now: () => number;
  readonly #http: HttpClient;

  /** @throws SafeAIError `invalid_config` */
  constructor(options: WebhookOptions) {
    const { secret, headers = {}, allowPrivate = false, dispatcher, now = Date.now } = options;
    if (!allowPrivate && dispatcher === undefined) {
      throw new SafeAIError(
        'invalid_config',
        'A webhook needs a dispatcher whose connector refuses private addresses, or allowPrivate.',
      );
    }
    this.#url = checkAddress(options.url).href;
    this.#key = secret === undefined ? undefined : signingKey(secret);
    this.#headers = checkHeaders(headers);
    this.#now = now;
    this.#http = new HttpClient(options);
  }

  notes(): readonly string[] {
    const length = this.#key?.length;
    if (length === undefined || length >= LEAST_KEY_BYTES) return [];
    return [
      `The secret of a webhook has ${String(length)} bytes; with fewer than ${String(LEAST_KEY_BYTES)} a signature proves little.`,
    ];
  }

  async send(alert: Alert, signal?: AbortSignal): Promise<void> {
    const body = JSON.stringify(wireAlert(alert));
    // What is no id of ours must not become a header of its own.
    const id = alert.id.replace(/[^\x21-\x7e]/g, '');
    const message = { id, seconds: Math.floor(this.#now() / 1000), body };
    const headers = {
      ...this.#headers,
      'content-type': 'application/json',
      ...(this.#key === undefined ? messageHeaders(message) : signatureHeaders(this.#key, message)),
    };
    const answer = await this.#http.ask(this.#url, { method: 'POST', headers, body, signal });
    if (isSuccess(answer)) return;
    // The receiver wants no more of them (Standard Webhooks).
    if (answer.status === 410) throw new DeliveryError('rejected', 'http_410');
    throw failureOfStatus(answer);
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

function checkHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value) || OWN_HEADERS.test(name)) {
      throw new SafeAIError(
        'invalid_config',
        'A header of a webhook has a name or a value that cannot be sent, or is one of those that the channel sets.',
      );
    }
  }
  return headers;
}
