import { Type } from '@sinclair/typebox';
import { ANSWER_FIELDS } from '../schema/answer.ts';
import { ExplanationSchema } from '../schema/explanation.ts';
import { AnyJsonObject } from '../schema/json.ts';
import { LintFindingSchema, PolicyRuleSchema } from '../schema/policy.ts';
import { CONTEXT_FIELDS, Identifier, NoQuery, RequestBody } from '../schema/request.ts';
import { StringEnum } from '../schema/string-enum.ts';
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
  errors: ['invalid_tag'],
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
