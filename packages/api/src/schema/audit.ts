import type { Action, AuditLine, SystemLine } from '@safeai/core';
import { Type, type TUnsafe } from '@sinclair/typebox';
import { AnyJsonObject, StringOrNull } from './json.ts';
import { StringEnum } from './string-enum.ts';

/** Actions as records name them. */
export const ACTIONS = [
  'allow',
  'flag',
  'redact',
  'pending_approval',
  'block',
] as const satisfies readonly Action[];

/** What every line has before what it says. */
const PLACE = {
  v: Type.Integer({ description: 'Version of the format.' }),
  writer: Type.String({ description: 'Whose chain the line belongs to.' }),
  seq: Type.Integer({ minimum: 1, description: 'Its place in that chain.' }),
  ts: Type.String({ format: 'date-time', description: 'In UTC, with milliseconds.' }),
};

/** What every line has after what it says. */
const CHAIN = {
  prev: Type.String({ description: "`hash` of the writer's line before." }),
  hash: Type.String({ description: 'HMAC-SHA-256 (hex) of the line up to here.' }),
};

export const AuditRecordSchema: TUnsafe<AuditLine> = Type.Unsafe(
  Type.Object(
    {
      ...PLACE,
      event: Type.String({ description: 'What happened: `scan.blocked`, `approval.approved`, …' }),
      decision_id: Type.String(),
      boundary: Type.String(),
      action: StringEnum(ACTIONS),
      policy_name: StringOrNull('The rule that decided.'),
      policy_revision: Type.String(),
      tenant_id: Type.String(),
      agent_id: StringOrNull('The agent that acts.'),
      session_id: StringOrNull('The session that it belongs to.'),
      tool_name: StringOrNull('The tool that is called.'),
      data_tags: Type.Array(Type.String()),
      detections: Type.Array(
        Type.Object(
          {
            type: Type.String(),
            detector: Type.String(),
            count: Type.Integer({ minimum: 1 }),
            digest: Type.String({ description: 'Equal for equal values of one tenant.' }),
          },
          { title: 'RecordedDetection', additionalProperties: false },
        ),
      ),
      parameters_digest: StringOrNull('HMAC (hex) of what was judged.'),
      principal: StringOrNull('Who asked.'),
      approver_id: StringOrNull('Who approved or denied.'),
      reason_code: StringOrNull('Why, where no rule decided.'),
      approval_request_id: StringOrNull('The approval request that it is about.'),
      request_id: StringOrNull('`x-request-id` of the call.'),
      latency_us: Type.Integer({ minimum: 0, description: 'Microseconds from call to record.' }),
      detail: Type.Optional(AnyJsonObject({ description: 'What else belongs to the event.' })),
      ...CHAIN,
    },
    { title: 'AuditRecord', additionalProperties: false },
  ),
);

export const LogLineSchema: TUnsafe<SystemLine> = Type.Unsafe(
  Type.Object(
    {
      ...PLACE,
      event: Type.String({ pattern: '^audit\\.' }),
      detail: AnyJsonObject({ description: 'By event; see the page of the format.' }),
      ...CHAIN,
    },
    {
      title: 'AuditLogLine',
      additionalProperties: false,
      description: 'A line that the log writes about itself; shown where `event` asks for it.',
    },
  ),
);

/** Any line. */
export const AuditLineSchema: TUnsafe<AuditLine | SystemLine> = Type.Unsafe(
  Type.Union([AuditRecordSchema, LogLineSchema]),
);
