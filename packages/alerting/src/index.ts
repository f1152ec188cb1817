/** Tells people what SafeAI has seen. Any export added here becomes public API: named exports only. */

export { Alerting, type ChannelTest } from './alerting.ts';
export type { AlertingParts, AlertingSettings } from './arrangement.ts';
export {
  newAlert,
  type Alert,
  type AlertAction,
  type AlertMember,
  type AlertRequest,
} from './alert.ts';
export { alertIn, alertView, type AlertView } from './alert-view.ts';
export {
  MAX_SILENCE_MS,
  MAX_SILENCE_REASON_LENGTH,
  newSilence,
  type SilenceRequest,
} from './new-silence.ts';
export { SEVERITIES, type Severity } from './severity.ts';

// Rules
export {
  GROUP_LABELS,
  type AlertRule,
  type GroupLabel,
  type Inhibition,
} from './rules/alert-rule.ts';
export { SHIPPED_INHIBITIONS, SHIPPED_RULES } from './rules/shipped-rules.ts';
export type { AlertStatus, HeldBy } from './pipeline/alert-body.ts';
export type { Members } from './pipeline/burst.ts';
export type { Labels } from './pipeline/intake.ts';

// Channels
export type { AlertChannel } from './channels/channel.ts';
export { CHANNEL_TRAITS, type ChannelTraits } from './channels/channel-traits.ts';
export type { ChannelSettings } from './pipeline/routes.ts';
export type { ChannelHealth } from './delivery/channel-sender.ts';
export { DeliveryError, type DeliveryFailure } from './delivery/delivery-error.ts';
export { createChannel, type ChannelOptions } from './channels/create-channel.ts';
export type { HttpOptions } from './channels/http-client.ts';
export { EmailAlertChannel, type EmailOptions } from './channels/email.ts';
export { PagerDutyAlertChannel, type PagerDutyOptions } from './channels/pagerduty.ts';
export type { GenieOptions } from './channels/genie-channel.ts';
export { OpsgenieAlertChannel, type OpsgenieOptions } from './channels/opsgenie.ts';
export { JsmAlertChannel, type JsmOptions } from './channels/jsm.ts';
export { SlackAlertChannel, type SlackOptions } from './channels/slack.ts';
export { WebhookAlertChannel, type WebhookOptions } from './channels/webhook.ts';
export { FileAlertChannel, type FileOptions } from './channels/file.ts';

/** The version of @safeai/alerting. */
export const VERSION = '0.1.0';
