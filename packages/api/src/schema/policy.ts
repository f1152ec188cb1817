import { Type, type Static } from '@sinclair/typebox';
import { AnyJsonObject, StringOrNull } from './json.ts';
import { StringEnum } from './string-enum.ts';

const Strings = (description: string) => Type.Optional(Type.Array(Type.String(), { description }));

/** A rule, with the names that `safeai.yaml` gives its parts. What it does not say is absent. */
export const PolicyRuleSchema = Type.Object(
  {
    name: Type.String(),
    origin: Type.Optional(
      StringEnum(['operator', 'tenant', 'shipped'], {
        description: 'Who wrote it. Absent for a rule of a template, which is not in force.',
      }),
    ),
    boundary: Type.Array(StringEnum(['input', 'action', 'output', 'memory'])),
    direction: Type.Optional(
      Type.Array(StringEnum(['request', 'response', 'message']), {
        description: 'Counts at the action boundary alone.',
      }),
    ),
    action: StringEnum(['allow', 'flag', 'pseudonymize', 'redact', 'require_approval', 'block'], {
      description:
        'What the rule does. In a decision, `require_approval` reads `pending_approval` and `pseudonymize` reads `redact`.',
    }),
    data_tags: Strings('Each covers its children. Absent: the rule covers everything.'),
    tenant_id: Type.Optional(Type.String()),
    tools: Strings('Globs.'),
    agents: Strings('Globs.'),
    users: Strings('Globs.'),
    models: Strings('Globs.'),
    min_confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    when: Type.Optional(AnyJsonObject({ description: 'Operators by field.' })),
    controls: Strings('Catalogue ids that this rule implements.'),
    priority: Type.Optional(Type.Number({ description: 'Lower is earlier.' })),
    mode: Type.Optional(StringEnum(['enforce', 'shadow'])),
    locked: Type.Optional(Type.Boolean()),
    reason: Type.Optional(Type.String()),
    fallback_template: Type.Optional(Type.String()),
    approval: Type.Optional(
      Type.Object(
        {
          ttl_ms: Type.Optional(Type.Number({ minimum: 0 })),
          min_approvals: Type.Optional(Type.Integer({ minimum: 1 })),
          groups: Type.Optional(
            Type.Array(
              Type.Object(
                { role: Type.String(), count: Type.Integer({ minimum: 1 }) },
                { additionalProperties: false },
              ),
            ),
          ),
          escalate_after_ms: Type.Optional(Type.Number({ minimum: 0 })),
          escalate_to: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
    trust_declared: Type.Optional(Type.Boolean()),
  },
  { title: 'PolicyRule', additionalProperties: false },
);

/** Most characters of a draft: some thousand rules. */
export const MAX_DRAFT_CHARACTERS = 262_144;

/** Rules that are not in force, as a text. @param purpose what becomes of them, if that has to be said */
export function Draft(purpose = '') {
  return Type.String({
    minLength: 1,
    maxLength: MAX_DRAFT_CHARACTERS,
    description: `${purpose}\`policies\`, \`policy\` and \`tenants\` as \`safeai.yaml\` has them. Variables are not filled in.`,
  });
}

/** A rule on the wire. */
export type WireRule = Static<typeof PolicyRuleSchema>;

/** Something in a rule set that is allowed and probably not meant. */
export const LintFindingSchema = Type.Object(
  {
    code: Type.String({ description: 'What it is about. Stable.' }),
    severity: StringEnum(['warning', 'info'], {
      description: '`warning`: the set does other than it says.',
    }),
    rule: StringOrNull('Null where it is about the set as a whole.'),
    tenant_id: StringOrNull("The rule's tenant."),
    message: Type.String(),
  },
  { title: 'LintFinding', additionalProperties: false },
);

/** A finding about a rule set on the wire. */
export type WireFinding = Static<typeof LintFindingSchema>;
