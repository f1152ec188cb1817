import { Type, type Static } from '@sinclair/typebox';
import { NumberOrNull, StringOrNull } from './json.ts';
import { StringEnum } from './string-enum.ts';

export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;
export const MESSAGE_STATES = ['waiting', 'sent', 'covered', 'dead'] as const;

const When = (description: string) => Type.String({ format: 'date-time', description });

const MemberSchema = Type.Object(
  {
    event: Type.String(),
    boundary: StringOrNull('Where it was.'),
    action: StringOrNull('What was decided.'),
    policy: StringOrNull('The policy rule that decided.'),
    agent_id: StringOrNull('The agent that acted.'),
    tool_name: StringOrNull('The tool that was called.'),
    detection_type: StringOrNull('Kind of what was found.'),
    count: Type.Integer(),
  },
  { title: 'AlertMember', additionalProperties: false },
);

export const AlertSchema = Type.Object(
  {
    id: Type.String({ description: 'Names the alert for ever: its deduplication key.' }),
    rule: Type.String({ description: 'Name of the alert rule.' }),
    severity: StringEnum(SEVERITIES),
    tenant_id: Type.String({ description: '`*` for what concerns all of them.' }),
    status: StringEnum(['counting', 'raised', 'open', 'over']),
    held_by: StringOrNull('`silence` or `inhibition`: why nobody is told; null: somebody is.'),
    acknowledged: Type.Boolean({ description: 'Whether somebody looks after it.' }),
    count: Type.Integer({ description: 'Events since it began.' }),
    started_at: When('Its first event.'),
    last_at: When('Its last event.'),
    told_at: StringOrNull('Its last message; null: there was none.'),
    told_to: Type.Array(Type.String(), { description: 'Ids of channels.' }),
    members: Type.Array(MemberSchema, { description: 'Events that are alike, most first.' }),
    other_count: Type.Integer({ description: 'Events in none of the members.' }),
    decision_ids: Type.Array(Type.String(), { description: 'Some of the decisions.' }),
  },
  { title: 'AlertState', additionalProperties: false },
);

export const AlertMessageSchema = Type.Object(
  {
    id: Type.String({ description: 'The same in every attempt and every channel.' }),
    alert_id: Type.String(),
    channel: Type.String(),
    tenant_id: Type.String(),
    rule: Type.String(),
    severity: StringEnum(SEVERITIES),
    says: StringEnum(['trigger', 'update', 'acknowledge', 'resolve']),
    count: Type.Integer(),
    status: StringEnum(MESSAGE_STATES),
    attempts: Type.Integer(),
    problem: StringOrNull('Code of what went wrong last; null if nothing did.'),
    moved_from: Type.Array(Type.String(), { description: 'Channels that it was moved from.' }),
    created_at: When('When it was written.'),
    due_at: When('When it is tried next, if it waits.'),
    ended_at: StringOrNull('When it ceased to wait.'),
  },
  { title: 'AlertMessage', additionalProperties: false },
);

export const SilenceSchema = Type.Object(
  {
    id: Type.String({ description: '`si-` and 24 hex digits.' }),
    tenant_id: StringOrNull('The tenant; null: every one.'),
    rule: StringOrNull('Glob over alert rules; null: every one.'),
    event: StringOrNull('Glob over events; null: every one.'),
    agent_id: StringOrNull('Glob over agents; null: every one.'),
    reason: Type.String(),
    set_by: Type.String(),
    created_at: When('Since when it holds.'),
    until: When('The first moment in which it holds no more.'),
  },
  { title: 'AlertSilence', additionalProperties: false },
);

const texts = () => Type.Optional(Type.Array(Type.String()));

const RuleSchema = Type.Object(
  {
    name: Type.String(),
    severity: StringEnum(SEVERITIES),
    events: texts(),
    actions: texts(),
    boundaries: texts(),
    policies: texts(),
    agents: texts(),
    tools: texts(),
    tenants: texts(),
    data_tags: texts(),
    threshold: Type.Optional(Type.Integer()),
    window_ms: Type.Optional(Type.Integer()),
    cooldown_ms: Type.Optional(Type.Integer()),
    channels: texts(),
    group_by: texts(),
    resolve: Type.Optional(Type.Boolean()),
    resolve_events: texts(),
  },
  { title: 'AlertRule', additionalProperties: false },
);

const ChannelSchema = Type.Object(
  {
    id: Type.String(),
    type: Type.String(),
    enabled: Type.Boolean(),
    min_severity: StringEnum(SEVERITIES),
    rate_per_minute: NumberOrNull('Most messages in a minute.', 'integer'),
    fallback: StringOrNull('The channel that takes over while this one fails.'),
    state: StringEnum(['ok', 'failing', 'unknown']),
    problem: StringOrNull('Code of the last failure.'),
    waiting: Type.Integer({ description: 'Messages that wait.' }),
    dead: Type.Integer({ description: 'Messages that were given up.' }),
  },
  { title: 'AlertChannel', additionalProperties: false },
);

export const AlertRulesSchema = Type.Object(
  { rules: Type.Array(RuleSchema), channels: Type.Array(ChannelSchema) },
  { title: 'AlertRules', additionalProperties: false },
);

/** A rule as answers show it. */
export type WireAlertRule = Static<typeof RuleSchema>;
