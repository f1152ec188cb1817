import { Type, type Static } from '@sinclair/typebox';
import { StringOrNull } from './json.ts';
import { StringEnum } from './string-enum.ts';

/** The actions on the wire, mildest first. */
export const ActionSchema = StringEnum(['allow', 'flag', 'redact', 'pending_approval', 'block'], {
  title: 'Action',
  description: 'What was decided, mildest first.',
});

/** The decision that every answer carries. */
export const DecisionSchema = Type.Object(
  {
    action: ActionSchema,
    reason: Type.String(),
    policy_name: StringOrNull(
      'The rule that decided; null when the default action or no rule did.',
    ),
    decision_id: Type.String({ format: 'uuid', description: 'Ordered by time (UUIDv7).' }),
    policy_revision: Type.String({ description: 'sha256 (hex) of the normalised rule set.' }),
    reason_code: Type.Optional(
      Type.String({ description: 'Stable code of a decision that no policy rule made.' }),
    ),
    would_have: Type.Optional(
      Type.Object(
        {
          action: ActionSchema,
          policy_name: StringOrNull('The rule that would have decided.'),
        },
        {
          additionalProperties: false,
          description: 'The decision with all shadow rules enforced, where it differs.',
        },
      ),
    ),
  },
  { title: 'Decision', additionalProperties: false },
);

/** A decision on the wire. */
export type WireDecision = Static<typeof DecisionSchema>;
