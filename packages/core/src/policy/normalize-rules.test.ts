import { describe, expect, test } from '@jest/globals';
import { SafeAIError } from '../errors.ts';
import { normalizeRules } from './normalize-rules.ts';
import type { PolicyRule } from './rule.ts';

const VALID = { name: 'rule', boundary: 'input', action: 'flag' } as const;

/** What is wrong with a set: path and message of every problem. */
function problems(rules: unknown): [path: string | undefined, message: string][] {
  try {
    normalizeRules(rules as PolicyRule[]);
    return [];
  } catch (error) {
    if (!(error instanceof SafeAIError)) throw error;
    expect(error.code).toBe('invalid_policy');
    expect(error.status).toBe(422);
    return error.details.map(({ path, message }) => [path, message]);
  }
}

function paths(rule: object): (string | undefined)[] {
  return problems([{ ...VALID, ...rule }]).map(([path]) => path);
}

describe('a rule with its defaults', () => {
  test('has every default filled in', () => {
    expect(normalizeRules([VALID])).toEqual([
      {
        name: 'rule',
        origin: 'operator',
        boundaries: ['input'],
        directions: null,
        dataTags: null,
        action: 'flag',
        tenantId: null,
        tools: null,
        agents: null,
        users: null,
        models: null,
        minConfidence: 0.5,
        when: null,
        controls: [],
        priority: 100,
        mode: 'enforce',
        locked: false,
        reason: null,
        fallbackTemplate: null,
        approval: null,
        trustDeclared: false,
      },
    ]);
  });

  test('is canonical: tags, tools, repeats, order of fields', () => {
    const [rule] = normalizeRules([
      {
        ...VALID,
        name: '  spaced ',
        boundary: ['action', 'action', 'input'],
        direction: 'request',
        dataTags: [' PII ', 'personal.pii', 'Secret.Token'],
        tenantId: 'acme',
        tools: ['Bash', 'bash'],
        agents: ['Ann', 'Ann'],
        when: { user: { eq: 'u' }, 'parameters.a': { lt: 5, gt: 1 } },
      },
    ]);
    expect(rule).toMatchObject({
      name: 'spaced',
      origin: 'tenant',
      boundaries: ['action', 'input'],
      directions: ['request'],
      dataTags: ['personal.pii', 'secret.token'],
      tools: ['bash'],
      agents: ['Ann'],
    });
    expect(JSON.stringify(rule?.when)).toBe('{"parameters.a":{"gt":1,"lt":5},"user":{"eq":"u"}}');
  });

  test('is a frozen copy', () => {
    const tags = ['a'];
    const when = { 'parameters.a': { in: [1, 2] } };
    const [rule] = normalizeRules([{ ...VALID, dataTags: tags, when }]);
    tags.push('b');
    when['parameters.a'].in.push(3);
    expect(rule?.dataTags).toEqual(['a']);
    expect(rule?.when).toEqual({ 'parameters.a': { in: [1, 2] } });
    expect(Object.isFrozen(rule)).toBe(true);
    expect(Object.isFrozen(rule?.dataTags)).toBe(true);
    expect(Object.isFrozen(rule?.when?.['parameters.a']?.in)).toBe(true);
  });

  test('takes undefined for absent', () => {
    expect(paths({ dataTags: undefined, when: undefined, locked: undefined })).toEqual([]);
  });
});

describe('problems', () => {
  test.each<[object, string]>([
    [{ name: '' }, 'name'],
    [{ name: '  ' }, 'name'],
    [{ name: 7 }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ name: 'x'.repeat(257) }, 'name'],
    [{ boundary: 'inputs' }, 'boundary'],
    [{ boundary: [] }, 'boundary'],
    [{ boundary: ['input', 'x'] }, 'boundary[1]'],
    [{ action: 'deny' }, 'action'],
    [{ action: undefined }, 'action'],
    [{ direction: 'in' }, 'direction'],
    [{ direction: [] }, 'direction'],
    [{ dataTags: [] }, 'dataTags'],
    [{ dataTags: 'personal' }, 'dataTags'],
    [{ dataTags: ['a', 'b..c'] }, 'dataTags[1]'],
    [{ dataTags: [5] }, 'dataTags[0]'],
    [{ tenantId: '' }, 'tenantId'],
    [{ tools: [] }, 'tools'],
    [{ tools: 'bash' }, 'tools'],
    [{ tools: ['bash', ''] }, 'tools[1]'],
    [{ agents: [1] }, 'agents[0]'],
    [{ users: {} }, 'users'],
    [{ models: [null] }, 'models[0]'],
    [{ minConfidence: 1.5 }, 'minConfidence'],
    [{ minConfidence: '0.5' }, 'minConfidence'],
    [{ minConfidence: NaN }, 'minConfidence'],
    [{ priority: Infinity }, 'priority'],
    [{ priority: '1' }, 'priority'],
    [{ controls: 'owasp' }, 'controls'],
    [{ mode: 'audit' }, 'mode'],
    [{ locked: 'yes' }, 'locked'],
    [{ locked: true, action: 'allow' }, 'locked'],
    [{ locked: true, mode: 'shadow' }, 'locked'],
    [{ locked: true, tenantId: 'acme' }, 'locked'],
    [{ trustDeclared: true, tenantId: 'acme' }, 'trustDeclared'],
    [{ reason: '' }, 'reason'],
    [{ reason: 'the {text} was bad' }, 'reason'],
    [{ reason: '{reason}' }, 'reason'],
    [{ fallbackTemplate: '{original}' }, 'fallbackTemplate'],
    [{ approval: [] }, 'approval'],
    [{ approval: { ttlMs: 0 } }, 'approval.ttlMs'],
    [{ approval: { minApprovals: 1.5 } }, 'approval.minApprovals'],
    [{ approval: { ttl: 5 } }, 'approval.ttl'],
    [{ approval: { groups: [] } }, 'approval.groups'],
    [{ approval: { groups: ['dpo'] } }, 'approval.groups[0]'],
    [{ approval: { groups: [{ role: 'dpo' }] } }, 'approval.groups[0].count'],
    [{ when: [] }, 'when'],
    [{ when: {} }, 'when'],
    [{ when: { 'parameters.a': {} } }, 'when["parameters.a"]'],
    [{ when: { 'parameters.a': 5 } }, 'when["parameters.a"]'],
    [{ when: { 'parameters.a': { required: true } } }, 'when["parameters.a"]'],
    [{ when: { 'parameters.a': { eq: 1, required: 1 } } }, 'when["parameters.a"].required'],
    [{ when: { 'parameters.a': { equals: 1 } } }, 'when["parameters.a"].equals'],
    [{ when: { 'parameters.a': { lt: '5' } } }, 'when["parameters.a"].lt'],
    [{ when: { 'parameters.a': { matches: '(a+)+$' } } }, 'when["parameters.a"].matches'],
    [{ when: { 'parameters.a': { matches: '(' } } }, 'when["parameters.a"].matches'],
    [
      { when: { 'parameters.a': { cidrIn: ['10.0.0.0/8', '10.0.0.0/33'] } } },
      'when["parameters.a"].cidrIn[1]',
    ],
    [{ when: { 'parameters.a': { within: 'data' } } }, 'when["parameters.a"].within'],
    [{ when: { parameters: { eq: 1 } } }, 'when.parameters'],
    [{ when: { 'parameters.': { eq: 1 } } }, 'when["parameters."]'],
    [{ when: { 'param.a': { eq: 1 } } }, 'when["param.a"]'],
    [{ when: { user: { gt: 1 } } }, 'when.user.gt'],
    [{ data_tags: ['a'] }, 'data_tags'],
    [{ 'odd key': 1 }, '["odd key"]'],
  ])('%j: %s', (rule, path) => {
    expect(paths(rule)).toEqual([
      path.startsWith('[') ? `policies[0]${path}` : `policies[0].${path}`,
    ]);
  });

  test('all are told at once, of every rule', () => {
    const rules = [
      { ...VALID, name: 'a' },
      { name: 'b', boundary: 'x', action: 'y' },
      'rule',
      {
        ...VALID,
        name: 'c',
        when: { 'parameters.amount': { lt: 'many', in: [] }, nothing: { eq: 1 } },
      },
    ];
    expect(problems(rules).map(([path]) => path)).toEqual([
      'policies[1].boundary',
      'policies[1].action',
      'policies[2]',
      'policies[3].when["parameters.amount"].lt',
      'policies[3].when["parameters.amount"].in',
      'policies[3].when.nothing',
    ]);
    expect(() => normalizeRules(rules as PolicyRule[])).toThrow(
      'policies[1].boundary: must be one of',
    );
    expect(() => normalizeRules(rules as PolicyRule[])).toThrow('(and 5 more)');
  });

  test('say what is probably meant', () => {
    const message = (rule: object) => problems([{ ...VALID, ...rule }])[0]?.[1];
    expect(message({ data_tags: ['a'] })).toBe('is not a known key. Did you mean dataTags?');
    expect(message({ priorty: 5 })).toBe('is not a known key. Did you mean priority?');
    expect(message({ zzz: 5 })).toBe('is not a known key.');
    expect(message({ boundary: 'Output' })).toContain('Did you mean output?');
    expect(message({ action: 'requireApproval' })).toContain('Did you mean require_approval?');
    expect(message({ when: { 'session.tag': { has: 'a' } } })).toContain(
      'Did you mean session.tags?',
    );
    expect(message({ when: { 'parameters.a': { host_in: ['a'] } } })).toContain(
      'Did you mean hostIn?',
    );
  });

  test('a missing key is told by its path', () => {
    expect(problems([{}]).map(([path]) => path)).toEqual([
      'policies[0].name',
      'policies[0].boundary',
      'policies[0].action',
    ]);
  });

  test('what is no list is no rule set', () => {
    for (const rules of [null, undefined, {}, 'rules']) {
      expect(problems(rules)).toEqual([['policies', 'must be a list of rules']]);
    }
    expect(problems([null, [], 5])).toHaveLength(3);
  });
});

describe('names', () => {
  test('are unique among the global rules and among those of each tenant', () => {
    const rules = [
      VALID,
      { ...VALID, tenantId: 'acme' },
      { ...VALID, tenantId: 'other' },
      { ...VALID, name: ' rule ' },
      { ...VALID, tenantId: 'acme', action: 'wrong' },
    ];
    expect(problems(rules)).toEqual([
      [
        'policies[3].name',
        'is the name of policies[0] too; names are unique among the global rules',
      ],
      ['policies[4].action', expect.stringContaining('must be one of')],
      [
        'policies[4].name',
        'is the name of policies[1] too; names are unique among the rules of its tenant',
      ],
    ]);
  });

  test('may be those of properties of every object', () => {
    const odd = ['__proto__', 'constructor', 'toString'];
    const rules = odd.flatMap((name) => odd.map((tenantId) => ({ ...VALID, name, tenantId })));
    expect(problems(rules)).toEqual([]);
  });
});

describe('hostile keys', () => {
  test('are known for what they are', () => {
    const polluted = JSON.parse(
      '{"__proto__": {"locked": true}, "name": "a", "boundary": "input", "action": "flag"}',
    ) as object;
    expect(problems([polluted])).toEqual([['policies[0].__proto__', 'is not a known key.']]);
    const field = JSON.parse('{"__proto__": {"eq": 1}}') as object;
    expect(paths({ when: field })).toEqual(['policies[0].when.__proto__']);
    const operator = JSON.parse('{"parameters.a": {"__proto__": 1, "eq": 1}}') as object;
    expect(paths({ when: operator })).toEqual(['policies[0].when["parameters.a"].__proto__']);
  });

  test('inherited properties are no part of a rule', () => {
    const inherited = Object.create({ locked: true, tenantId: 'acme' }) as object;
    expect(normalizeRules([Object.assign(inherited, VALID)])).toMatchObject([
      { locked: false, tenantId: null },
    ]);
  });
});
