import { Type } from '@sinclair/typebox';
import {
  AlertMessageSchema,
  AlertRulesSchema,
  AlertSchema,
  MESSAGE_STATES,
  SEVERITIES,
} from '../schema/alerts.ts';
import { StringOrNull } from '../schema/json.ts';
import { Identifier, NoQuery, Query, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { defineRoute } from './route.ts';

/** Most alerts, or messages, of one answer. */
const MAX_LISTED = 1000;

const NEXT_CURSOR = 'x-next-cursor';
const ALERT_ID = 'safeai-5d41402abc4b2a76b9719d911017c592';
const TENANT = "One of the caller's tenants; all of them if absent.";

const Limit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: MAX_LISTED, default: 100, description: 'Most of them.' }),
);

const AlertId = Type.Object({
  id: Type.String({
    pattern: '^safeai-[0-9a-f]{32}$',
    description: 'The `id` of an alert.',
    examples: [ALERT_ID],
  }),
});

const ALERT = {
  id: ALERT_ID,
  rule: 'default-blocked',
  severity: 'error',
  tenant_id: 'default',
  status: 'open',
  held_by: null,
  acknowledged: false,
  count: 3,
  started_at: '2026-01-01T00:00:00.000Z',
  last_at: '2026-01-01T00:01:00.000Z',
  told_at: '2026-01-01T00:00:30.000Z',
  told_to: ['email'],
  members: [
    {
      event: 'intercept.blocked',
      boundary: 'action',
      action: 'block',
      policy: 'default-destructive',
      agent_id: 'billing-bot',
      tool_name: 'bash',
      detection_type: null,
      count: 3,
    },
  ],
  other_count: 0,
  decision_ids: ['019418b9-9c40-7a30-8c8e-3f5b1d2a6e10'],
};

const MESSAGE = {
  id: 'msg_5d41402abc4b2a76b9719d911017c592',
  alert_id: ALERT_ID,
  channel: 'pagerduty',
  tenant_id: 'default',
  rule: 'default-blocked',
  severity: 'error',
  says: 'trigger',
  count: 3,
  status: 'dead',
  attempts: 12,
  problem: 'http_403',
  moved_from: [],
  created_at: '2026-01-01T00:00:30.000Z',
  due_at: '2026-01-02T00:00:30.000Z',
  ended_at: '2026-01-02T00:00:30.000Z',
};

export const AlertRetryBody = RequestBody('AlertRetryRequest', {
  id: Type.Optional(Identifier('That message alone.')),
  channel: Type.Optional(Identifier('Those of that channel alone.')),
});

export const AlertTestBody = RequestBody('AlertTestRequest', {
  channel: Type.Optional(Identifier('The id of a channel; all that are used if absent.')),
});

const common = { tags: ['alerts'], hot: false };

export const alertsRoute = defineRoute({
  ...common,
  id: 'alerts',
  method: 'GET',
  path: '/v1/alerts',
  summary: 'Alerts, the last changed first',
  query: Query({
    tenant_id: Type.Optional(Identifier(TENANT)),
    state: Type.Optional(StringEnum(['open', 'over'])),
    rule: Type.Optional(Identifier('Name of an alert rule.')),
    severity: Type.Optional(StringEnum(SEVERITIES)),
    limit: Limit,
    cursor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        description: `\`${NEXT_CURSOR}\` of the page before.`,
      }),
    ),
  }),
  answer: {
    description: 'Ids, names of rules and counts. Those that are over are among them.',
    schema: Type.Array(AlertSchema, { title: 'Alerts' }),
    headers: { [NEXT_CURSOR]: 'Where the next page begins; absent on the last one.' },
    example: [ALERT],
  },
  errors: ['state_unavailable'],
});

export const alertMessagesRoute = defineRoute({
  ...common,
  id: 'alerts_messages',
  method: 'GET',
  path: '/v1/alerts/messages',
  summary: 'Messages about alerts, newest first',
  query: Query({
    tenant_id: Type.Optional(Identifier(TENANT)),
    status: Type.Optional(StringEnum(MESSAGE_STATES)),
    channel: Type.Optional(Identifier('The id of a channel.')),
    limit: Limit,
  }),
  answer: {
    description: '`dead` ones were given up: a retry puts them back.',
    schema: Type.Array(AlertMessageSchema, { title: 'AlertMessages' }),
    example: [MESSAGE],
  },
  errors: ['state_unavailable'],
});

export const alertRulesRoute = defineRoute({
  ...common,
  id: 'alerts_rules',
  method: 'GET',
  path: '/v1/alerts/rules',
  summary: 'When alerts are raised, and which channels hear of them',
  query: NoQuery,
  answer: {
    description: 'What is in force, without secrets and addresses.',
    schema: AlertRulesSchema,
    example: {
      rules: [{ name: 'default-blocked', severity: 'error', events: ['*.blocked'] }],
      channels: [
        {
          ...{ id: 'email', type: 'email', enabled: true, min_severity: 'info' },
          ...{ rate_per_minute: 30, fallback: null, state: 'ok', problem: null },
          ...{ waiting: 0, dead: 0 },
        },
      ],
    },
  },
  errors: ['state_unavailable'],
});

export const alertRetryRoute = defineRoute({
  ...common,
  id: 'alerts_retry',
  method: 'POST',
  path: '/v1/alerts/retry',
  summary: 'Try messages again that were given up',
  query: NoQuery,
  body: { schema: AlertRetryBody, required: false, example: { channel: 'pagerduty' } },
  answer: {
    description: 'How many wait again, due at once.',
    schema: Type.Object(
      { retried: Type.Integer() },
      { title: 'AlertsRetried', additionalProperties: false },
    ),
    example: { retried: 3 },
  },
  errors: ['state_unavailable'],
});

export const alertTestRoute = defineRoute({
  ...common,
  id: 'alerts_test',
  method: 'POST',
  path: '/v1/alerts/test',
  summary: 'Send a test to one channel, or to all',
  query: NoQuery,
  body: { schema: AlertTestBody, required: false, example: { channel: 'email' } },
  answer: {
    description: 'Whether each channel took it. Pagers close theirs at once.',
    schema: Type.Object(
      {
        channels: Type.Array(
          Type.Object(
            {
              channel: Type.String(),
              accepted: Type.Boolean(),
              problem: StringOrNull('Code of what went wrong; null where it was accepted.'),
            },
            { title: 'AlertChannelTest', additionalProperties: false },
          ),
        ),
      },
      { title: 'AlertTests', additionalProperties: false },
    ),
    example: { channels: [{ channel: 'email', accepted: true, problem: null }] },
  },
  errors: ['not_found'],
});

export const alertRoute = defineRoute({
  ...common,
  id: 'alert',
  method: 'GET',
  path: '/v1/alerts/{id}',
  params: AlertId,
  summary: 'One alert',
  query: NoQuery,
  answer: { description: 'The alert.', schema: AlertSchema, example: ALERT },
  errors: ['state_unavailable'],
});

const about = {
  ...common,
  method: 'POST',
  params: AlertId,
  query: NoQuery,
  errors: ['state_unavailable', 'conflict'],
} as const;

export const alertAcknowledgeRoute = defineRoute({
  ...about,
  id: 'alert_acknowledge',
  path: '/v1/alerts/{id}/acknowledge',
  summary: 'Say that somebody looks after an alert',
  answer: {
    description: 'It is not told again unless something is new. Pagers are told.',
    schema: AlertSchema,
    example: { ...ALERT, acknowledged: true },
  },
});

export const alertResolveRoute = defineRoute({
  ...about,
  id: 'alert_resolve',
  path: '/v1/alerts/{id}/resolve',
  summary: 'Say that an alert is over',
  answer: {
    description: 'The next event of its kind begins a new one.',
    schema: AlertSchema,
    example: { ...ALERT, status: 'over' },
  },
});
