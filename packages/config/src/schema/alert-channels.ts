import {
  choice,
  constant,
  flag,
  integer,
  list,
  map,
  object,
  secret,
  text,
  variants,
} from './builders.ts';

/** How grave an event is, mildest first. */
export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;

const common = {
  id: text({ description: 'Name by which rules refer to the channel. Its type if absent.' }),
  enabled: flag({ description: 'Whether the channel is used.', default: true }),
  min_severity: choice(SEVERITIES, {
    description: 'Milder alerts are not sent here.',
    default: 'info',
  }),
  rate_per_minute: integer({
    description: 'Most messages in a minute; the rest wait.',
    default: 30,
    minimum: 1,
  }),
  fallback: text({ description: 'Id of the channel that takes over while this one fails.' }),
} as const;

const baseUrl = text({
  description: "Another address than the service's own.",
  format: 'http-url',
});

const email = object(
  {
    type: constant('email', 'E-mail over SMTP.'),
    to: list(text({ description: 'Address.', format: 'email' }), {
      description: 'Recipients.',
      required: true,
      minItems: 1,
    }),
    from: text({ description: 'Sender. `safeai@` and the host name if absent.', format: 'email' }),
    smtp_host: text({ description: 'SMTP server.', required: true, format: 'hostname-or-ip' }),
    smtp_port: integer({ description: 'Its port.', default: 587, minimum: 1, maximum: 65_535 }),
    username: text({ description: 'User name, where the server asks for one.' }),
    password: secret({ description: 'Password, where the server asks for one.' }),
    tls: choice(['starttls', 'implicit', 'none'], {
      description:
        'Encryption. `implicit` on port 465, else `starttls`, if absent. With `none` there is no password.',
    }),
    ca_file: text({
      description: 'Certificate authorities (PEM) of the server, instead of the usual ones.',
      format: 'path',
    }),
    ...common,
  },
  { description: 'E-mail over SMTP.' },
);

const pagerduty = object(
  {
    type: constant('pagerduty', 'PagerDuty Events API v2.'),
    routing_key: secret({ description: 'Integration key of the service.', required: true }),
    region: choice(['us', 'eu'], { description: 'Service region.', default: 'us' }),
    base_url: baseUrl,
    ...common,
  },
  { description: 'PagerDuty Events API v2.' },
);

const opsgenie = object(
  {
    type: constant('opsgenie', 'Opsgenie Alert API; ends on 5 April 2027.'),
    api_key: secret({ description: 'Key of the API integration.', required: true }),
    region: choice(['us', 'eu'], { description: 'Service region.', default: 'us' }),
    base_url: baseUrl,
    ...common,
  },
  { description: 'Opsgenie Alert API.' },
);

const jsm = object(
  {
    type: constant('jsm', 'Jira Service Management operations, which follow Opsgenie.'),
    api_key: secret({ description: 'Key of the API integration.', required: true }),
    base_url: baseUrl,
    ...common,
  },
  { description: 'Jira Service Management operations.' },
);

const slack = object(
  {
    type: constant('slack', 'Slack incoming webhook.'),
    webhook_url: secret({ description: 'Address of the incoming webhook.', required: true }),
    ...common,
  },
  { description: 'Slack incoming webhook.' },
);

const webhook = object(
  {
    type: constant('webhook', 'Any HTTP endpoint.'),
    url: secret({ description: 'Address that is posted to.', required: true }),
    secret: secret({
      description:
        'Key of the signature that each request carries (Standard Webhooks): `whsec_` and base64, or any text.',
    }),
    headers: map(secret({ description: 'Value.' }), {
      description: 'Further request headers.',
      default: {},
    }),
    allow_private: flag({
      description: 'Allow an address in a private network.',
      default: false,
    }),
    ...common,
  },
  { description: 'Any HTTP endpoint.' },
);

const file = object(
  {
    type: constant('file', 'A file of JSON lines.'),
    path: text({ description: 'The file.', required: true, format: 'path' }),
    ...common,
  },
  { description: 'A file of JSON lines.' },
);

/** A channel, told apart by its `type`. */
export const alertChannel = variants(
  'type',
  [email, pagerduty, opsgenie, jsm, slack, webhook, file],
  { description: 'Where alerts are sent.' },
);
