import { alnum, digits, hex, upper } from '../samples.ts';
import { END, START, secret } from './shape.ts';

/** Tokens of Slack. */
export const SLACK_RULES = [
  secret({
    id: 'slack-token',
    tags: ['secret.token.slack'],
    anchors: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxc-', 'xoxd-'],
    pattern: `${START}xox[abcdoprs]-(?=[A-Za-z-]{0,40}[0-9])[A-Za-z0-9%+/=-]{10,250}`,
    maxLength: 258,
    confidence: 0.95,
    source: 'https://api.slack.com/concepts/token-types',
    examples: {
      positive: [
        `SLACK_BOT_TOKEN=xoxb-${digits(12)}-${digits(12)}-${alnum(24)}`,
        `xoxp-${digits(11)}-${digits(11)}-${digits(12)}-${hex(32)}`,
      ],
      negative: ['xoxb-', 'xoxb-your', 'tokens begin with xoxp-'],
    },
  }),
  secret({
    id: 'slack-app-token',
    tags: ['secret.token.slack'],
    anchors: ['xapp-'],
    ignoreCase: true,
    pattern: `${START}xapp-[0-9]-[A-Z0-9]{8,16}-[0-9]{8,16}-[a-z0-9]{40,80}${END}`,
    maxLength: 124,
    confidence: 0.95,
    source: 'https://api.slack.com/concepts/token-types',
    examples: {
      positive: [
        `xapp-1-A${upper(10)}-${digits(13)}-${hex(64)}`,
        `SLACK_APP_TOKEN="xapp-1-A${upper(10)}-${digits(13)}-${hex(64)}"`,
      ],
      negative: ['xapp-1-', 'xapp-token'],
    },
  }),
  secret({
    id: 'slack-config-token',
    tags: ['secret.token.slack'],
    anchors: ['xoxe.xox', 'xoxe-'],
    ignoreCase: true,
    pattern: `${START}xoxe(?:\\.xox[bp])?-[0-9]-[A-Za-z0-9]{100,250}${END}`,
    maxLength: 262,
    confidence: 0.95,
    source: 'https://api.slack.com/authentication/config-tokens',
    examples: {
      positive: [`xoxe.xoxp-1-${alnum(163)}`, `xoxe-1-${alnum(146)}`],
      negative: ['xoxe-1-', 'xoxe.xoxp-1-short'],
    },
  }),
  secret({
    id: 'slack-webhook',
    tags: ['secret.credential.slack'],
    anchors: ['hooks.slack.com/'],
    ignoreCase: true,
    pattern: 'hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{40,80}',
    maxLength: 106,
    confidence: 0.95,
    source: 'https://api.slack.com/messaging/webhooks',
    examples: {
      positive: [
        `https://hooks.slack.com/services/T${upper(8)}/B${upper(8)}/${alnum(24)}`,
        `https://hooks.slack.com/workflows/T${upper(8)}/A${upper(8)}/${digits(18)}/${alnum(24)}`,
      ],
      negative: ['https://hooks.slack.com/services/', 'https://api.slack.com/messaging/webhooks'],
    },
  }),
];
