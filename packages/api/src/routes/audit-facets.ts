import { Type, type Static } from '@sinclair/typebox';
import type { Action } from '@safeai/core';
import { NumberOrNull, StringOrNull } from '../schema/json.ts';
import { Query } from '../schema/request.ts';
import { TimeSpan } from '../schema/time.ts';
import { AUDIT_FILTER_FIELDS } from './audit.ts';
import { defineRoute } from './route.ts';

/** Most values that are listed of a facet. */
export const MAX_FACET_VALUES = 1000;

const AuditFacetsQuery = Query({
  ...AUDIT_FILTER_FIELDS,
  top: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_FACET_VALUES,
      default: 20,
      description: 'Most values of each facet.',
    }),
  ),
  step: Type.Optional(
    TimeSpan(
      'Width of the buckets of `series`, at least a second: `5m`, `1h`. Without it there is no series.',
    ),
  ),
});

const Count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description === undefined ? {} : { description }) });

const Moment = (description: string) => Type.String({ format: 'date-time', description });

const Facet = Type.Object(
  {
    distinct: Count('How many different values there are, null among them.'),
    values: Type.Array(
      Type.Object(
        {
          value: StringOrNull('Null: the records have none.'),
          count: Type.Integer({ minimum: 1 }),
          last_ts: Moment('Of the latest record with this value.'),
        },
        { title: 'AuditFacetValue', additionalProperties: false },
      ),
      { description: 'The most frequent first.' },
    ),
  },
  { title: 'AuditFacet', additionalProperties: false },
);

const actionCount = () => Count();

const Bucket = Type.Object(
  {
    ts: Moment('Where it begins: a multiple of the step, in UTC.'),
    total: Count(),
    allow: actionCount(),
    flag: actionCount(),
    redact: actionCount(),
    pending_approval: actionCount(),
    block: actionCount(),
  } satisfies Record<Action | 'ts' | 'total', unknown>,
  { title: 'AuditBucket', additionalProperties: false },
);

export const AuditFacetsAnswer = Type.Object(
  {
    total: Count('Records that match.'),
    as_of: Moment('When they were counted.'),
    facets: Type.Object(
      {
        action: Facet,
        boundary: Facet,
        event: Facet,
        tenant_id: Facet,
        agent_id: Facet,
        tool_name: Facet,
        policy_name: Facet,
        shadow_policy_name: Facet,
      },
      { additionalProperties: false },
    ),
    step_seconds: NumberOrNull('Width of the buckets of `series`; null where none was asked for.'),
    series: Type.Array(Bucket, {
      description:
        'From the bucket of the earliest record to that of the latest; empty ones in between are there too.',
    }),
  },
  { title: 'AuditFacets', additionalProperties: false },
);

const LAST = '2026-01-31T09:00:00.123Z';

const exampleFacet = (value: string | null) => ({
  distinct: 1,
  values: [{ value, count: 3, last_ts: LAST }],
});

export const auditFacetsRoute = defineRoute({
  id: 'audit_facets',
  method: 'GET',
  path: '/v1/audit/facets',
  summary: 'How many records there are, by field and by time',
  tags: ['audit'],
  hot: false,
  query: AuditFacetsQuery,
  answer: {
    description: 'Exact counts over all records that match.',
    schema: AuditFacetsAnswer,
    example: {
      total: 3,
      as_of: '2026-01-31T09:30:00.000Z',
      facets: {
        action: exampleFacet('block'),
        boundary: exampleFacet('input'),
        event: exampleFacet('scan.blocked'),
        tenant_id: exampleFacet('default'),
        agent_id: exampleFacet('default-agent'),
        tool_name: exampleFacet(null),
        policy_name: exampleFacet('default-secret-detection'),
        shadow_policy_name: exampleFacet(null),
      },
      step_seconds: 3600,
      series: [
        {
          ts: '2026-01-31T09:00:00.000Z',
          total: 3,
          ...{ allow: 0, flag: 0, redact: 0, pending_approval: 0, block: 3 },
        },
      ],
    },
  },
  errors: ['invalid_tag', 'audit_unavailable'],
});

/** What may be asked of the counts. */
export type AuditFacetsFields = Omit<
  Static<typeof AuditFacetsQuery>,
  'idempotency_key' | 'metadata'
>;
