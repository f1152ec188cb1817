import type { Alert } from '../alert.ts';
import { cut, plainName } from '../plain-name.ts';
import { CHANNEL_TRAITS } from './channel-traits.ts';
import type { AlertChannel } from './channel.ts';
import { failureOfStatus, HttpClient, type HttpOptions, isSuccess } from './http-client.ts';
import { baseOf } from './base-address.ts';
import { headline, memberLines, timeOf } from './wording.ts';

/** How alerts reach PagerDuty. */
export interface PagerDutyOptions extends HttpOptions {
  /** Integration key of the service. */
  readonly routingKey: string;
  /** `us` if absent. */
  readonly region?: 'us' | 'eu' | undefined;
  /** Another address than PagerDuty's own. */
  readonly baseUrl?: string | undefined;
}

const HOSTS = { us: 'https://events.pagerduty.com', eu: 'https://events.eu.pagerduty.com' };

/** Longest of each field (PagerDuty, Events API v2). */
const MOST = { dedupKey: 255, summary: 1024 };

/** What is said, in PagerDuty's words: an alert of a key that is open takes another event into its log. */
const ACTIONS = {
  trigger: 'trigger',
  update: 'trigger',
  acknowledge: 'acknowledge',
  resolve: 'resolve',
} as const;

/**
 * PagerDuty, Events API v2.
 *
 * @example
 * const pager = new PagerDutyAlertChannel({ routingKey: process.env.PAGERDUTY_KEY });
 * await pager.send(newAlert({ rule: 'backup-failed', severity: 'error' }));
 */
export class PagerDutyAlertChannel implements AlertChannel {
  readonly type = 'pagerduty';
  readonly pages = CHANNEL_TRAITS.pagerduty.pages;
  readonly #routingKey: string;
  readonly #url: string;
  readonly #http: HttpClient;

  /** @throws SafeAIError `invalid_config` */
  constructor(options: PagerDutyOptions) {
    const { routingKey, region = 'us', baseUrl = HOSTS[region] } = options;
    this.#routingKey = routingKey;
    this.#url = `${baseOf(baseUrl)}/v2/enqueue`;
    this.#http = new HttpClient(options);
  }

  notes(): readonly string[] {
    return [];
  }

  async send(alert: Alert, signal?: AbortSignal): Promise<void> {
    const action = ACTIONS[alert.action];
    const body = JSON.stringify({
      routing_key: this.#routingKey,
      event_action: action,
      dedup_key: cut(alert.key, MOST.dedupKey),
      ...(action === 'trigger' ? { client: 'SafeAI', payload: payloadOf(alert) } : {}),
    });
    const headers = { 'content-type': 'application/json' };
    const answer = await this.#http.ask(this.#url, { method: 'POST', headers, body, signal });
    if (!isSuccess(answer)) throw failureOfStatus(answer);
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

function payloadOf(alert: Alert) {
  const tenant = plainName(alert.tenantId);
  return {
    summary: headline(alert, MOST.summary),
    source: plainName(alert.source),
    severity: alert.severity,
    timestamp: timeOf(alert.lastAt),
    component: 'SafeAI',
    group: tenant,
    class: plainName(alert.rule),
    custom_details: {
      rule: plainName(alert.rule),
      tenant_id: tenant,
      count: alert.count,
      new_count: alert.newCount,
      started_at: timeOf(alert.startedAt),
      last_at: timeOf(alert.lastAt),
      events: memberLines(alert),
      decision_ids: alert.decisionIds.map((id) => plainName(id)),
    },
  };
}
