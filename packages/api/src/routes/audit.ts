import type { AuditLine, SystemLine } from '@safeai/core';
import { Type, type Static, type TUnsafe } from '@sinclair/typebox';
import { ACTIONS, AuditLineSchema, AuditRecordSchema } from '../schema/audit.ts';
import { AnyJsonObject } from '../schema/json.ts';
import { Identifier, NoQuery, Query, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { Time, TimeSpan } from '../schema/time.ts';
import { EXAMPLE_RECORD } from './audit-example.ts';
import { defineRoute } from './route.ts';

/** Most records of one page. */
export const MAX_AUDIT_PAGE = 1000;

const NEXT_CURSOR = 'x-next-cursor';

const PAGE_FIELDS = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_AUDIT_PAGE,
      default: 50,
      description: 'Most records of the answer.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 4096,
      description: `\`${NEXT_CURSOR}\` of the page before.`,
    }),
  ),
};

/** Fields of which a record may have none, and be asked for by that. No value is written so: names are anything. */
export const ABSENT_FIELDS = [
  'agent_id',
  'tool_name',
  'session_id',
  'policy_name',
  'data_tag',
  'approval_request_id',
] as const;

const ABSENT = ABSENT_FIELDS.join('|');

/** Which records of the log are meant. */
export const AUDIT_FILTER_FIELDS = {
  since: Type.Optional(Time('The first moment that counts, in ISO 8601.')),
  until: Type.Optional(Time('The first moment that no longer counts.')),
  last: Type.Optional(TimeSpan('Instead of `since`: so long before now. `30m`, `7d`.')),
  boundary: Type.Optional(StringEnum(['input', 'action', 'output', 'memory'])),
  action: Type.Optional(StringEnum(ACTIONS)),
  event: Type.Optional(Identifier('An event, or a family of them: `scan.blocked`, `scan.*`.')),
  agent_id: Type.Optional(Identifier('The agent that acts.')),
  tool_name: Type.Optional(Identifier('The tool that is called.')),
  tenant_id: Type.Optional(Identifier("One of the caller's tenants; all of them if absent.")),
  session_id: Type.Optional(Identifier('The session.')),
  policy_name: Type.Optional(Identifier('The rule that decided.')),
  data_tag: Type.Optional(Identifier('A tag; covers its children.')),
  decision_id: Type.Optional(Identifier('The decision.')),
  approval_request_id: Type.Optional(Identifier('The approval request.')),
  without: Type.Optional(
    Type.String({
      pattern: `^(?:${ABSENT})(?:,(?:${ABSENT}))*$`,
      maxLength: 256,
      description: `Records that have none of these fields, with commas between: ${ABSENT_FIELDS.map((field) => `\`${field}\``).join(', ')}.`,
      examples: ['agent_id,tool_name'],
    }),
  ),
  would_have: Type.Optional(
    StringEnum(['any', ...ACTIONS], {
      description: 'What shadow rules would have decided, where it differs; `any`: whatever it is.',
    }),
  ),
  shadow_policy_name: Type.Optional(Identifier('The shadow rule by which it would have been.')),
};

const QUERY_FIELDS = { ...PAGE_FIELDS, ...AUDIT_FILTER_FIELDS };

export const AuditQuerySchema = Query(QUERY_FIELDS);
export const AuditQueryBody = RequestBody('AuditQuery', QUERY_FIELDS);

export const AuditPageAnswer: TUnsafe<readonly (AuditLine | SystemLine)[]> = Type.Unsafe(
  Type.Array(AuditLineSchema, { title: 'AuditPage', description: 'Newest first.' }),
);

const PAGE = {
  description: 'The records, newest first.',
  schema: AuditPageAnswer,
  headers: { [NEXT_CURSOR]: 'Where the next page begins; absent on the last one.' },
  example: [EXAMPLE_RECORD],
};

export const auditRoute = defineRoute({
  id: 'audit',
  method: 'GET',
  path: '/v1/audit',
  summary: 'Records of the audit log, newest first',
  tags: ['audit'],
  hot: false,
  query: AuditQuerySchema,
  answer: PAGE,
  errors: ['invalid_tag', 'audit_unavailable'],
});

export const auditQueryRoute = defineRoute({
  id: 'audit_query',
  method: 'POST',
  path: '/v1/audit/query',
  summary: 'The same, asked for by a body',
  tags: ['audit'],
  hot: false,
  query: NoQuery,
  body: {
    schema: AuditQueryBody,
    required: false,
    example: { event: 'intercept.*', last: '7d', limit: 100 },
  },
  answer: PAGE,
  errors: ['invalid_tag'],
});

export const AuditVerifyAnswer = Type.Object(
  {
    ok: Type.Boolean({ description: 'No problem was found.' }),
    records: Type.Integer({ minimum: 0, description: 'Lines that were read.' }),
    segments: Type.Integer({ minimum: 0, description: 'Files that were read.' }),
    checkpoints: Type.Integer({ minimum: 0, description: 'Signed checkpoints that were checked.' }),
    problems: Type.Array(
      Type.Object(
        {
          code: Type.String({ description: 'Stable.' }),
          file: Type.String(),
          line: Type.Optional(Type.Integer({ minimum: 1 })),
          byte: Type.Optional(
            Type.Integer({ minimum: 0, description: 'Where that line begins, uncompressed.' }),
          ),
          seq: Type.Optional(Type.Integer()),
          message: Type.String({ description: 'What is wrong and what it means.' }),
        },
        { title: 'AuditProblem', additionalProperties: false },
      ),
    ),
  },
  { title: 'AuditVerifyAnswer', additionalProperties: false },
);

export const auditVerifyRoute = defineRoute({
  id: 'audit_verify',
  method: 'GET',
  path: '/v1/audit/verify',
  summary: 'Check every line of the audit log',
  tags: ['audit'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'What was found. A damaged log answers 200 too, with `ok: false`.',
    schema: AuditVerifyAnswer,
    example: { ok: true, records: 1204, segments: 2, checkpoints: 31, problems: [] },
  },
  errors: ['audit_unavailable'],
});

const DECISION_PARAMS = Type.Object({
  decision_id: Type.String({
    pattern: '^[A-Za-z0-9-]{1,64}$',
    description: 'The `decision_id` of an answer.',
    examples: [EXAMPLE_RECORD.decision_id],
  }),
});

export const auditRecordRoute = defineRoute({
  id: 'audit_record',
  method: 'GET',
  path: '/v1/audit/{decision_id}',
  params: DECISION_PARAMS,
  summary: 'The record of one decision',
  tags: ['audit'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'The record.',
    schema: AuditRecordSchema,
    example: EXAMPLE_RECORD,
  },
  errors: ['audit_unavailable'],
});

export const AuditReceiptAnswer = Type.Object(
  {
    decision_id: Type.String(),
    receipt: Type.String({
      description:
        'A compact JWS (EdDSA) over the record. It verifies with the keys of `/.well-known/safeai-keys.json`.',
    }),
  },
  { title: 'AuditReceipt', additionalProperties: false },
);

export const auditReceiptRoute = defineRoute({
  id: 'audit_receipt',
  method: 'GET',
  path: '/v1/audit/{decision_id}/receipt',
  params: DECISION_PARAMS,
  summary: 'The signed receipt of one decision',
  tags: ['audit'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'The receipt.',
    schema: AuditReceiptAnswer,
    example: {
      decision_id: EXAMPLE_RECORD.decision_id,
      receipt: 'eyJhbGciOiJFZERTQSJ9.eyJ2IjoxfQ.c2lnbmF0dXJl',
    },
  },
  errors: ['audit_unavailable'],
});

/** A JSON Web Key Set (RFC 7517). */
export const KeysAnswer: TUnsafe<{ readonly keys: readonly object[] }> = Type.Unsafe(
  Type.Object(
    { keys: Type.Array(AnyJsonObject({ description: 'An Ed25519 public key (RFC 8037).' })) },
    { title: 'PublicKeys', additionalProperties: false },
  ),
);

export const keysRoute = defineRoute({
  id: 'well_known_keys',
  method: 'GET',
  path: '/.well-known/safeai-keys.json',
  summary: 'The public keys that receipts and checkpoints verify with',
  tags: ['audit'],
  hot: false,
  query: NoQuery,
  answer: {
    description: 'A JSON Web Key Set (RFC 7517), newest key first.',
    schema: KeysAnswer,
    example: {
      keys: [
        // The key of RFC 8037, appendix A.
        {
          kty: 'OKP',
          crv: 'Ed25519',
          x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
          kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
          use: 'sig',
          alg: 'EdDSA',
        },
      ],
    },
  },
  errors: [],
});

/** What may be asked of the log, by query or by body. */
export type AuditQueryFields = Omit<
  Static<typeof AuditQuerySchema>,
  'idempotency_key' | 'metadata'
>;
