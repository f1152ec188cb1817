import { Type } from '@sinclair/typebox';
import { StringOrNull } from '../schema/json.ts';
import { Draft, LintFindingSchema, PolicyRuleSchema } from '../schema/policy.ts';
import { NoQuery, RequestBody } from '../schema/request.ts';
import { defineRoute } from './route.ts';

export const PolicyCheckBody = RequestBody('PolicyCheckRequest', { draft: Draft() });

const PlaceOrNull = (description: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 1, description });

const Names = (description: string) => Type.Array(Type.String(), { description });

export const PolicyCheckAnswer = Type.Object(
  {
    ok: Type.Boolean({ description: 'Whether the draft could be put in force.' }),
    revision: StringOrNull('Of the draft; null where it does not hold.'),
    revision_now: Type.String({ description: 'Of the rules in force.' }),
    problems: Type.Array(
      Type.Object(
        {
          message: Type.String(),
          line: PlaceOrNull('In the draft, from 1.'),
          column: PlaceOrNull('From 1.'),
          path: StringOrNull('Such as `policies[3].action`.'),
        },
        { title: 'PolicyProblem', additionalProperties: false },
      ),
      { description: 'Why it does not hold, in the order of the draft; 100 at most.' },
    ),
    lint: Type.Array(LintFindingSchema, {
      description: 'What looks like a mistake in the draft; of 1000 findings at most.',
    }),
    rules: Type.Array(PolicyRuleSchema, {
      description: 'Of the draft, the shipped ones included, in order of evaluation.',
    }),
    changes: Type.Object(
      {
        added: Names('Rules of the draft alone.'),
        removed: Names('Rules in force alone.'),
        changed: Names('Rules of both that do not say the same.'),
      },
      {
        description:
          'Against the rules in force, by name and tenant: `name`, or `tenant/name` for a rule of a tenant. Order does not count.',
        additionalProperties: false,
      },
    ),
  },
  { title: 'PolicyCheck', additionalProperties: false },
);

export const policyCheckRoute = defineRoute({
  id: 'policies_check',
  method: 'POST',
  path: '/v1/policies/check',
  summary: 'Whether a draft holds, and what it says',
  tags: ['policies'],
  hot: false,
  query: NoQuery,
  body: {
    schema: PolicyCheckBody,
    required: true,
    example: {
      draft: 'policies:\n  - { name: no-mail, boundary: input, data_tags: [pii], action: blok }\n',
    },
  },
  answer: {
    description:
      'The same for a draft that does not hold. Nothing is recorded, and nothing changes.',
    schema: PolicyCheckAnswer,
    example: {
      ok: false,
      revision: null,
      revision_now: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
      problems: [
        {
          message:
            'must be one of allow, flag, pseudonymize, redact, require_approval, block; did you mean "block"?',
          line: 2,
          column: 65,
          path: 'policies[0].action',
        },
      ],
      lint: [],
      rules: [],
      changes: { added: [], removed: [], changed: [] },
    },
  },
  errors: [],
});
