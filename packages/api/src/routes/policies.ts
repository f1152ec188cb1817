import { Type } from '@sinclair/typebox';
import { ANSWER_FIELDS } from '../schema/answer.ts';
import { ACTIONS } from '../schema/audit.ts';
import { ExplanationSchema } from '../schema/explanation.ts';
import { AnyJsonObject, StringOrNull } from '../schema/json.ts';
import { Draft, LintFindingSchema, PolicyRuleSchema } from '../schema/policy.ts';
import { CONTEXT_FIELDS, Identifier, NoQuery, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { Time, TimeSpan } from '../schema/time.ts';
import { exampleDecision } from './examples.ts';
import { defineRoute } from './route.ts';

export const PoliciesAnswer = Type.Object(
  {
    revision: Type.String({ description: 'sha256 (hex) of the normalised rule set.' }),
    rules: Type.Array(PolicyRuleSchema, { description: 'In order of evaluation.' }),
    lint: Type.Array(LintFindingSchema, { description: 'What looks like a mistake.' }),
  },
  { title: 'PoliciesAnswer', additionalProperties: false },
);

export const policiesRoute = defineRoute({
  id: 'policies',
  method: 'GET',
  path: '/v1/policies',
  summary: 'The policy rules in force',
  tags: ['policies'],
  hot: false,
  query: NoQuery,
  answer: { description: 'The rules, the shipped ones included.', schema: PoliciesAnswer },
  errors: [],
});

export const ReloadBody = RequestBody('ReloadRequest', {});

export const ReloadAnswer = Type.Object(
  {
    reloaded: Type.Literal(true),
    revision: Type.String({ description: 'sha256 (hex) of the normalised rule set.' }),
    rules: Type.Integer({ minimum: 0, description: 'Rules in force, the shipped ones included.' }),
    warnings: Type.Array(Type.String()),
  },
  { title: 'ReloadAnswer', additionalProperties: false },
);

export const reloadRoute = defineRoute({
  id: 'policies_reload',
  method: 'POST',
  path: '/v1/policies/reload',
  summary: 'Read the configuration and its policies again',
  tags: ['policies'],
  hot: false,
  query: NoQuery,
  body: { schema: ReloadBody, required: false },
  answer: {
    description: 'The new rules are in force.',
    schema: ReloadAnswer,
    example: {
      reloaded: true,
      revision: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
      rules: 11,
      warnings: [],
    },
  },
  errors: ['invalid_config'],
});

export const ExplainBody = RequestBody('ExplainRequest', {
  boundary: StringEnum(['input', 'action', 'output', 'memory']),
  direction: Type.Optional(
    StringEnum(['request', 'response', 'message'], { description: 'At the action boundary.' }),
  ),
  tool_name: Type.Optional(Identifier('The tool that would be called.')),
  text: Type.Optional(Type.String({ description: 'Scanned as the boundary would scan it.' })),
  parameters: Type.Optional(AnyJsonObject({ description: 'Scanned as the boundary would.' })),
  draft: Type.Optional(Draft('Rules to explain under, in place of those in force: ')),
  ...CONTEXT_FIELDS,
});

export const ExplainAnswer = Type.Object(
  { ...ANSWER_FIELDS, explanation: ExplanationSchema },
  { title: 'ExplainAnswer', additionalProperties: false },
);

export const explainRoute = defineRoute({
  id: 'policies_explain',
  method: 'POST',
  path: '/v1/policies/explain',
  summary: 'What would be decided, and why',
  tags: ['policies'],
  hot: false,
  query: NoQuery,
  body: {
    schema: ExplainBody,
    required: true,
    example: { boundary: 'output', data_tags: ['personal.pii.email'] },
  },
  answer: {
    description: 'The decision and every rule that was considered. Nothing is recorded.',
    schema: ExplainAnswer,
    example: {
      decision: exampleDecision('allow', 'Allowed by default policy', 'default-allow'),
      detections: [],
      explanation: {
        policy_revision: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
        boundary: 'output',
        tenant_id: 'default',
        action: 'allow',
        policy_name: 'default-allow',
        default_applied: false,
        tags: [],
      },
    },
  },
  errors: ['invalid_tag', 'invalid_config'],
});

export const TemplatesAnswer = Type.Object(
  {
    templates: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          description: Type.String(),
          origin: Type.String({ description: '`shipped`, or `plugin:` and the name of a plugin.' }),
          rules: Type.Array(PolicyRuleSchema),
        },
        { title: 'PolicyTemplate', additionalProperties: false },
      ),
    ),
  },
  { title: 'TemplatesAnswer', additionalProperties: false },
);

export const templatesRoute = defineRoute({
  id: 'policies_templates',
  method: 'GET',
  path: '/v1/policies/templates',
  summary: 'Sets of rules to start from',
  tags: ['policies'],
  hot: false,
  query: NoQuery,
  answer: { description: 'The templates and their rules.', schema: TemplatesAnswer },
  errors: [],
});

/** Most records that a draft is tried on. */
export const MAX_SIMULATED_RECORDS = 100_000;

export const SimulateBody = RequestBody('SimulateRequest', {
  draft: Draft(),
  since: Type.Optional(Time('The first moment whose records count, in ISO 8601.')),
  until: Type.Optional(Time('The first moment that no longer counts.')),
  last: Type.Optional(
    TimeSpan('Instead of `since`: so long before now. A day if nothing is said.'),
  ),
  tenant_id: Type.Optional(Identifier("One of the caller's tenants; all of them if absent.")),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_SIMULATED_RECORDS,
      default: 10_000,
      description: 'Most records, the newest first.',
    }),
  ),
});

const SimulatedVerdict = Type.Object(
  { action: StringEnum(ACTIONS), policy_name: StringOrNull('Null: the default action.') },
  { additionalProperties: false },
);

const Count = (description: string) => Type.Integer({ minimum: 0, description });

export const SimulateAnswer = Type.Object(
  {
    policy_revision: Type.String({ description: 'Of the draft.' }),
    policy_revision_now: Type.String({ description: 'Of the rules in force.' }),
    records: Count('Decisions that were looked at.'),
    replayed: Count('Of them, those that both rule sets were asked about.'),
    other_gates: Count('Decided by an identity, a contract, a limit or an emergency stop.'),
    not_replayable: Count('Decided by what no record holds: parameters, a model, a confidence.'),
    changed: Count('Replayed decisions with another action or another rule.'),
    complete: Type.Boolean({ description: 'False where there were more records than `limit`.' }),
    changes: Type.Array(
      Type.Object(
        { from: SimulatedVerdict, to: SimulatedVerdict, count: Type.Integer({ minimum: 1 }) },
        { additionalProperties: false },
      ),
      { description: 'Most first.' },
    ),
    examples: Type.Array(
      Type.Object(
        {
          decision_id: Type.String(),
          ts: Type.String(),
          event: Type.String(),
          tenant_id: Type.String(),
          agent_id: StringOrNull('Its agent.'),
          tool_name: StringOrNull('Its tool.'),
          data_tags: Type.Array(Type.String()),
          from: SimulatedVerdict,
          to: SimulatedVerdict,
        },
        { additionalProperties: false },
      ),
      { description: 'The newest that changed, 100 at most.' },
    ),
    rules: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          tenant_id: StringOrNull("The rule's tenant."),
          now: Count('Replayed decisions that it makes now.'),
          draft: Count('Those that it would make.'),
        },
        { additionalProperties: false },
      ),
    ),
    unsure: Type.Array(Type.String(), {
      description: 'Rules that ask for what no record holds.',
    }),
    lint: Type.Array(LintFindingSchema, { description: 'What looks like a mistake in the draft.' }),
  },
  { title: 'SimulateAnswer', additionalProperties: false },
);

export const simulateRoute = defineRoute({
  id: 'policies_simulate',
  method: 'POST',
  path: '/v1/policies/simulate',
  summary: 'What a draft would have changed in what is on record',
  tags: ['policies'],
  hot: false,
  query: NoQuery,
  body: {
    schema: SimulateBody,
    required: true,
    example: {
      draft: 'policies:\n  - { name: no-mail, boundary: input, data_tags: [pii], action: block }\n',
      last: '7d',
    },
  },
  answer: {
    description: 'How many decisions would be others, and which. Nothing is recorded.',
    schema: SimulateAnswer,
  },
  errors: ['invalid_config', 'audit_unavailable'],
});
