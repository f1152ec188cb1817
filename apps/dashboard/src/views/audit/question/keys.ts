import { ACTIONS } from '../../../ui/verdict.tsx';

/** What a value of a key may be. */
type Kind = 'name' | 'choice' | 'span' | 'moment' | 'keys';

/** A key of the query bar: what it is called there and in the address, and which field of the route it is. */
interface KeyPlace {
  readonly field: string;
  readonly kind: Kind;
  readonly choices?: readonly string[];
  /** What it finds. */
  readonly about: string;
}

/** Every key, in the order in which they are written. */
export const KEYS = {
  action: { field: 'action', kind: 'choice', choices: ACTIONS, about: 'What was decided' },
  boundary: {
    ...{ field: 'boundary', kind: 'choice', choices: ['input', 'action', 'output', 'memory'] },
    about: 'Where',
  },
  event: { field: 'event', kind: 'name', about: 'An event or a family: scan.*' },
  agent: { field: 'agent_id', kind: 'name', about: 'The agent' },
  tool: { field: 'tool_name', kind: 'name', about: 'The tool' },
  tag: { field: 'data_tag', kind: 'name', about: 'A tag and its children: secret' },
  policy: { field: 'policy_name', kind: 'name', about: 'The rule that decided' },
  session: { field: 'session_id', kind: 'name', about: 'The session' },
  tenant: { field: 'tenant_id', kind: 'name', about: 'The tenant' },
  decision: { field: 'decision_id', kind: 'name', about: 'One decision' },
  approval: { field: 'approval_request_id', kind: 'name', about: 'An approval request' },
  without: { field: 'without', kind: 'keys', about: 'What they say nothing of: agent,tool' },
  would_have: {
    ...{ field: 'would_have', kind: 'choice', choices: ['any', ...ACTIONS] },
    about: 'What shadow rules would have decided otherwise',
  },
  shadow: { field: 'shadow_policy_name', kind: 'name', about: 'The shadow rule that would have' },
  last: { field: 'last', kind: 'span', about: 'So long before now: 15m, 24h, 7d' },
  since: { field: 'since', kind: 'moment', about: 'From this moment on' },
  until: { field: 'until', kind: 'moment', about: 'Before this moment' },
} as const satisfies Readonly<Record<string, KeyPlace>>;

/** A key of the query bar. */
export type QueryKey = keyof typeof KEYS;

/** Their names, in the order in which they are written. */
export const KEY_NAMES = Object.keys(KEYS) as readonly QueryKey[];

/** Keys that a record may say nothing of, as the routes know it. */
export const ABSENT_KEYS = [
  'agent',
  'tool',
  'tag',
  'policy',
  'session',
  'approval',
] as const satisfies readonly QueryKey[];

/** One of them. */
export type AbsentKey = (typeof ABSENT_KEYS)[number];

/** Whether a record may say nothing of a key. */
export function isAbsentKey(key: QueryKey | undefined): key is AbsentKey {
  return ABSENT_KEYS.some((each) => each === key);
}

/** Which records are looked for: all conditions must hold. Values as the route takes them. */
export type Question = Readonly<Partial<Record<QueryKey, string>>>;

/** The facts of a key. */
export function placeOf(key: QueryKey): KeyPlace {
  return KEYS[key];
}

/** The key of a word: its name, or the name that the route has for it. */
export function keyOf(word: string): QueryKey | undefined {
  const name = word.toLowerCase();
  return KEY_NAMES.find((key) => key === name || KEYS[key].field === name);
}

/** A question as the routes of the log take it. */
export function routeQueryOf(question: Question): Readonly<Record<string, string>> {
  return Object.fromEntries(
    KEY_NAMES.flatMap((key) => {
      const value = question[key];
      if (value === undefined) return [];
      const asked =
        key === 'without' ? absentOf(question).map((each) => KEYS[each].field) : [value];
      return [[KEYS[key].field, asked.join(',')]];
    }),
  );
}

/** The keys that records are to say nothing of. */
export function absentOf({ without = '' }: Question): readonly AbsentKey[] {
  const named = without.split(',');
  return ABSENT_KEYS.filter((key) => named.includes(key));
}
