import { expect, test } from '@jest/globals';
import type { PolicyContext } from './decision.ts';
import { PolicyEngine } from './engine.ts';
import { ToolNames } from './query.ts';
import type { PolicyRule } from './rule.ts';
import { TagCache } from './tag-cache.ts';

/** Parameters that count how often a condition looks at them. */
function counted(): {
  readonly parameters: NonNullable<PolicyContext['parameters']>;
  looks: number;
} {
  const count = {
    looks: 0,
    parameters: Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        count.looks++;
        return 1;
      },
    }),
  };
  return count;
}

const request = { boundary: 'action', direction: 'request' } as const;
const context = {
  ...request,
  dataTags: ['a.b'],
  tenantId: 'acme',
  toolName: 'mcp__srv__bash',
  agentId: 'ann',
} as const;

const OTHERS: readonly Partial<PolicyRule>[] = [
  { boundary: ['input', 'output', 'memory'] },
  { direction: ['response', 'message'] },
  { tenantId: 'other' },
  { dataTags: ['a.c', 'a.b.c', 'b'] },
  { tools: ['zsh', 'mcp__srv__zsh'] },
  { agents: ['bob', 'eve'] },
  { tools: ['bash'], agents: ['bob'] },
  { tools: ['zsh'], agents: ['ann'] },
  { tools: ['z*'] },
  { users: ['u'] },
];

test.each(OTHERS)('a condition of a rule about others is never looked at: %j', (other) => {
  const rule: PolicyRule = {
    ...request,
    name: 'other',
    action: 'block',
    when: { 'parameters.x': { eq: 1 } },
    ...other,
  };
  const rest: PolicyRule = { ...request, name: 'rest', action: 'allow', priority: 900 };
  const count = counted();
  const engine = new PolicyEngine({
    rules: [rule, { ...rule, name: 'locked', ...lockable(other) }, rest],
  });
  expect(engine.evaluate({ ...context, parameters: count.parameters }).policyName).toBe('rest');
  expect(count.looks).toBe(0);
});

function lockable(other: Partial<PolicyRule>): Partial<PolicyRule> {
  return other.tenantId === undefined ? { locked: true } : {};
}

test('a condition is looked at once, however many tags its rule covers', () => {
  const count = counted();
  const dataTags = ['a', 'a.b', 'a.c', 'd'];
  const rules: PolicyRule[] = [
    { ...request, name: 'all', action: 'flag', when: { 'parameters.x': { eq: 2 } } },
    { ...request, name: 'a', dataTags: ['a'], action: 'flag', when: { 'parameters.x': { eq: 1 } } },
    { ...request, name: 'rest', action: 'allow' },
  ];
  const engine = new PolicyEngine({ rules });
  const decision = engine.evaluate({ ...context, dataTags, parameters: count.parameters });
  expect(decision.verdicts.map(({ policyName }) => policyName)).toEqual(['a', 'a', 'a', 'rest']);
  expect(count.looks).toBe(2);
});

test('what was remembered of earlier contexts stays bounded, and right', () => {
  const rules: PolicyRule[] = [
    { ...request, name: 'tool', tools: ['tool-7'], action: 'flag' },
    { ...request, name: 'tag', dataTags: ['t7'], action: 'block' },
    { ...request, name: 'rest', action: 'allow' },
  ];
  const engine = new PolicyEngine({ rules });
  for (let round = 0; round < 2; round++) {
    for (let index = 0; index < 6000; index++) {
      const name = String(index);
      const { policyName } = engine.evaluate({
        ...context,
        dataTags: [`t${name}`],
        toolName: `tool-${name}`,
      });
      // The rule about the tool is the first one.
      expect(policyName).toBe(index === 7 ? 'tool' : 'rest');
    }
  }
  expect(engine.evaluate({ ...context, dataTags: ['t7'] }).policyName).toBe('tag');
});

test.each([
  [
    'tools',
    (): ((name: string) => object) => {
      const tools = new ToolNames();
      return (name) => tools.of(name);
    },
  ],
  [
    'tags',
    (): ((name: string) => object) => {
      const tags = new TagCache();
      return (name) => tags.get(name);
    },
  ],
] as const)('%s are remembered, and forgotten when there are too many', (_what, open) => {
  const get = open();
  const first = get('first');
  expect(get('first')).toBe(first);
  for (let index = 0; index < 5000; index++) get(`t${String(index)}`);
  expect(get('first')).not.toBe(first);
  expect(get('first')).toEqual(first);
});

test('a spelling of any length is read, and not remembered', () => {
  const tags = new TagCache();
  const spelling = `${' '.repeat(1000)}PII`;
  expect(tags.get(spelling).tag).toBe('personal.pii');
  expect(tags.get(spelling)).not.toBe(tags.get(spelling));
});
