import { ACTIONS } from '../../../ui/verdict.tsx';

/** What a value of a key may be. */
type Kind = 'name' | 'choice' | 'span' | 'moment';

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
  last: { field: 'last', kind: 'span', about: 'So long before now: 15m, 24h, 7d' },
  since: { field: 'since', kind: 'moment', about: 'From this moment on' },
  until: { field: 'until', kind: 'moment', about: 'Before this moment' },
} as const satisfies Readonly<Record<string, KeyPlace>>;

/** A key of the query bar. */
export type QueryKey = keyof typeof KEYS;

/** Their names, in the order in which they are written. */
export const KEY_NAMES = Object.keys(KEYS) as readonly QueryKey[];

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
      return value === undefined ? [] : [[KEYS[key].field, value]];
    }),
  );
}
