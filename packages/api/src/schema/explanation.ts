import { Type, type Static } from '@sinclair/typebox';
import { ActionSchema } from './decision.ts';
import { StringOrNull } from './json.ts';
import { StringEnum } from './string-enum.ts';

const CandidateSchema = Type.Object(
  {
    rule: Type.String(),
    origin: StringEnum(['operator', 'tenant', 'shipped']),
    locked: Type.Boolean(),
    mode: StringEnum(['enforce', 'shadow']),
    priority: Type.Number(),
    action: ActionSchema,
    matched_tag: StringOrNull("The rule's tag that covers; null for an untagged rule."),
    outcome: StringEnum(['selected', 'not_selected', 'not_applicable']),
    why: Type.String(),
  },
  { title: 'ExplainedCandidate', additionalProperties: false },
);

const TagSchema = Type.Object(
  {
    tag: StringOrNull('Null stands for content without tags.'),
    source: StringEnum(['declared', 'detected']),
    confidence: Type.Number(),
    action: ActionSchema,
    policy_name: StringOrNull('The rule that judged this tag.'),
    candidates: Type.Array(CandidateSchema),
  },
  { title: 'ExplainedTag', additionalProperties: false },
);

/** The trace of one policy decision. */
export const ExplanationSchema = Type.Object(
  {
    policy_revision: Type.String(),
    boundary: Type.String(),
    tenant_id: Type.String(),
    action: ActionSchema,
    policy_name: StringOrNull('The rule that decided.'),
    default_applied: Type.Boolean({
      description: 'Nothing covered some tag, and `policy.default_action` decided.',
    }),
    tags: Type.Array(TagSchema),
  },
  { title: 'Explanation', additionalProperties: false },
);

/** An explanation on the wire. */
export type WireExplanation = Static<typeof ExplanationSchema>;
