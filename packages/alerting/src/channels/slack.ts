import type { Alert } from '../alert.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import { cut } from '../plain-name.ts';
import { checkAddress } from './base-address.ts';
import { CHANNEL_TRAITS } from './channel-traits.ts';
import type { AlertChannel } from './channel.ts';
import { failureOfStatus, HttpClient, type HttpOptions, isSuccess } from './http-client.ts';
import { facts, headline } from './wording.ts';

/** How alerts reach Slack. */
export interface SlackOptions extends HttpOptions {
  /** Address of the incoming webhook; it is its own key. */
  readonly webhookUrl: string;
}

/** Longest of each text (Slack, Block Kit), in characters. */
const MOST = { header: 150, section: 3000, text: 4000 };

/** What Slack says of a webhook or a message that will never do. */
const FINAL = [400, 403, 404, 410];

/** A Slack channel, by an incoming webhook. Slack takes a message a second. */
export class SlackAlertChannel implements AlertChannel {
  readonly type = 'slack';
  readonly pages = CHANNEL_TRAITS.slack.pages;
  readonly leastGapMs = CHANNEL_TRAITS.slack.leastGapMs;
  readonly #url: string;
  readonly #http: HttpClient;

  /** @throws SafeAIError `invalid_config` */
  constructor(options: SlackOptions) {
    this.#url = checkAddress(options.webhookUrl).href;
    this.#http = new HttpClient(options);
  }

  notes(): readonly string[] {
    return [];
  }

  async send(alert: Alert, signal?: AbortSignal): Promise<void> {
    const title = headline(alert, MOST.header);
    const lines = facts(alert).map(([label, value]) => `${label}: ${value}`);
    const body = JSON.stringify({
      text: cut(escapeText(`[${alert.severity}] ${title}`), MOST.text),
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: title } },
        // No formatting: a name with an underscore stays what it is.
        { type: 'section', text: { type: 'plain_text', text: wholeLines(lines, MOST.section) } },
      ],
    });
    const headers = { 'content-type': 'application/json' };
    const answer = await this.#http.ask(this.#url, { method: 'POST', headers, body, signal });
    if (isSuccess(answer)) return;
    if (!FINAL.includes(answer.status)) throw failureOfStatus(answer);
    throw new DeliveryError('rejected', `http_${String(answer.status)}`);
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

/** Slack's own three characters: what stands between them may be a link or call people. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** As many lines as there is room for: half a line would say something else. */
function wholeLines(lines: readonly string[], most: number): string {
  let text = '';
  for (const line of lines) {
    if (text.length + line.length + 1 > most) break;
    text += `${line}\n`;
  }
  return text.trimEnd();
}
