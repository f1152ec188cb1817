import type { AlertChannel } from './channel.ts';
import { EmailAlertChannel, type EmailOptions } from './email.ts';
import { FileAlertChannel, type FileOptions } from './file.ts';
import type { HttpOptions } from './http-client.ts';
import { JsmAlertChannel, type JsmOptions } from './jsm.ts';
import { OpsgenieAlertChannel, type OpsgenieOptions } from './opsgenie.ts';
import { PagerDutyAlertChannel, type PagerDutyOptions } from './pagerduty.ts';
import { SlackAlertChannel, type SlackOptions } from './slack.ts';
import { WebhookAlertChannel, type WebhookOptions } from './webhook.ts';

/** A channel as the configuration has it, secrets in clear. */
export type ChannelOptions =
  | ({ readonly type: 'email' } & EmailOptions)
  | ({ readonly type: 'pagerduty' } & PagerDutyOptions)
  | ({ readonly type: 'opsgenie' } & OpsgenieOptions)
  | ({ readonly type: 'jsm' } & JsmOptions)
  | ({ readonly type: 'slack' } & SlackOptions)
  | ({ readonly type: 'webhook' } & WebhookOptions)
  | ({ readonly type: 'file' } & FileOptions);

/**
 * The channel that options are for.
 *
 * @param http how channels that speak HTTP make connections, where the options do not say
 * @throws SafeAIError `invalid_config`
 */
export function createChannel(options: ChannelOptions, http: HttpOptions = {}): AlertChannel {
  switch (options.type) {
    case 'email':
      return new EmailAlertChannel(options);
    case 'pagerduty':
      return new PagerDutyAlertChannel({ ...http, ...options });
    case 'opsgenie':
      return new OpsgenieAlertChannel({ ...http, ...options });
    case 'jsm':
      return new JsmAlertChannel({ ...http, ...options });
    case 'slack':
      return new SlackAlertChannel({ ...http, ...options });
    case 'webhook':
      return new WebhookAlertChannel({ ...http, ...options });
    case 'file':
      return new FileAlertChannel(options);
  }
}
