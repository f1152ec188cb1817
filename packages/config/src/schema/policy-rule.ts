import {
  choice,
  duration,
  flag,
  integer,
  list,
  map,
  number,
  object,
  oneOrMany,
  text,
} from './builders.ts';
import { policyCondition } from './policy-condition.ts';

/** Where a rule can hold. */
export const BOUNDARIES = ['input', 'action', 'output', 'memory'] as const;

/** What a rule can do, mildest first. */
export const ACTIONS = [
  'allow',
  'flag',
  'pseudonymize',
  'redact',
  'require_approval',
  'block',
] as const;

const DIRECTIONS = ['request', 'response', 'message'] as const;

const globs = (what: string) =>
  oneOrMany(text({ description: 'Name or glob.' }), {
    description: `${what}; \`*\` stands for any characters.`,
  });
const tags = oneOrMany(text({ description: 'Tag.', format: 'tag' }), {
  description:
    'Tags that the rule covers, their children included, such as `personal.pii`. Absent, the rule covers everything.',
});
const direction = oneOrMany(choice(DIRECTIONS, { description: 'Direction.' }), {
  description: 'Which way content crosses the action boundary. All three if absent.',
});

/** What decides whether a rule applies; flat in the rule or under its `condition`. */
export const matchShape = {
  data_tags: tags,
  data_tag: tags,
  direction,
  directions: direction,
  tenant_id: text({ description: 'The only tenant that the rule is for.' }),
  tools: globs('Tools'),
  tool: globs('Tools'),
  agents: globs('Agents'),
  agent: globs('Agents'),
  users: globs('Users'),
  user: globs('Users'),
  models: globs('Models'),
  model: globs('Models'),
  min_confidence: number({
    description: 'A tag that was found with less confidence is not covered. 0.5 if absent.',
    minimum: 0,
    maximum: 1,
  }),
  when: map(policyCondition, {
    description:
      'Further conditions on `parameters.<path>`, `session.tags`, `session.calls.<tool>`, `time`, `model` or `user`.',
  }),
} as const;

/** A policy rule as the file writes it. */
export const policyRule = object(
  {
    name: text({
      description: 'Name that decisions, audit records and alerts give.',
      required: true,
    }),
    description: text({ description: 'For people; nothing reads it.' }),
    boundary: oneOrMany(choice(BOUNDARIES, { description: 'Boundary.' }), {
      description: 'Where the rule holds.',
      required: true,
    }),
    action: choice(ACTIONS, { description: 'What the rule does, mildest first.', required: true }),
    ...matchShape,
    condition: object(matchShape, {
      description: 'The same match fields, for those who keep them apart.',
    }),
    reason: text({
      description: 'What the decision says. May name `{surface}`, `{tool}` and `{tags}`.',
    }),
    fallback_template: text({
      description:
        'Shown in place of withheld output. May name `{surface}`, `{tool}`, `{tags}` and `{reason}`.',
    }),
    priority: integer({ description: 'Lower is earlier. 100 if absent.', minimum: 0 }),
    mode: choice(['enforce', 'shadow'], {
      description: 'A shadow rule never decides; its verdict shows as `would_have`.',
    }),
    locked: flag({
      description: 'No other rule makes its verdict milder. For global rules that do not allow.',
    }),
    controls: list(text({ description: 'Id.' }), {
      description: 'Controls that the rule implements, such as `owasp-llm:LLM02`.',
    }),
    trust_declared: flag({
      description:
        'Where this global rule alone decides, declared tags may make the decision milder.',
    }),
    approval: object(
      {
        ttl: duration({ description: 'How long a request stays open.' }),
        min_approvals: integer({ description: 'So many people must approve.', minimum: 1 }),
        groups: list(
          object(
            {
              role: choice(['admin', 'approver'], { description: 'Role.', required: true }),
              count: integer({ description: 'How many.', default: 1, minimum: 1 }),
            },
            { description: 'So many people of a role.' },
          ),
          { description: 'So many approvals from holders of each role.', minItems: 1 },
        ),
        escalate_after: duration({
          description: 'After this time without a decision the request is escalated.',
        }),
        escalate_to: text({
          description: 'Whom an escalation is for: a person, a group or a channel.',
        }),
      },
      { description: 'What lifts `require_approval`.' },
    ),
  },
  { description: 'A policy rule.' },
);
