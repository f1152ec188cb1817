import { describe, expect, test } from '@jest/globals';
import { PolicyEngine } from './engine.ts';
import type { PolicyRule } from './rule.ts';

const INPUT = { boundary: 'input' } as const;

function rule(name: string, more: Partial<PolicyRule> = {}): PolicyRule {
  return { ...INPUT, name, action: 'flag', ...more };
}

/** `code name` of every finding. */
function lint(rules: readonly PolicyRule[], defaults = false): string[] {
  return new PolicyEngine({ rules: [...rules], defaults })
    .lint()
    .filter(({ code }) => code !== 'no_catch_all')
    .map(({ code, rule: name }) => `${code} ${name ?? '-'}`);
}

describe('rules that never decide', () => {
  test('behind a global one that covers all that they cover', () => {
    expect(lint([rule('all'), rule('tagged', { dataTags: ['a'] }), rule('same')])).toEqual([
      'unreachable tagged',
      'unreachable same',
    ]);
    expect(
      lint([
        rule('a', { dataTags: ['a'] }),
        rule('ab', { dataTags: ['a.b', 'a.c'], tools: ['x'] }),
      ]),
    ).toEqual(['unreachable ab']);
  });

  test('not behind one that has conditions, covers less, or stands elsewhere', () => {
    const later = rule('later', { dataTags: ['a.b'] });
    for (const earlier of [
      { tools: ['x'] },
      { when: { 'parameters.a': { eq: 1 } } },
      { dataTags: ['a.b.c'] },
      { dataTags: ['a'], minConfidence: 0.9 },
      { boundary: 'output' as const },
      { tenantId: 'acme' },
      { mode: 'shadow' as const },
    ]) {
      expect(lint([rule('earlier', earlier), later])).toEqual([]);
    }
    expect(
      lint([rule('earlier', { dataTags: ['a'] }), { ...later, boundary: ['input', 'output'] }]),
    ).toEqual([]);
    expect(
      lint([rule('earlier', { dataTags: ['a'] }), { ...later, dataTags: ['a.b', 'z'] }]),
    ).toEqual([]);
  });

  test("a tenant's rule takes the place of a tagged global one", () => {
    const own = rule('own', { dataTags: ['a'], tenantId: 'acme' });
    expect(lint([rule('global', { dataTags: ['a'] }), own])).toEqual([]);
    expect(lint([rule('global'), own])).toEqual(['unreachable own']);
    expect(lint([rule('tagged', { dataTags: ['a'] }), rule('global'), own])).toEqual([]);
    expect(lint([own, { ...own, name: 'again' }])).toEqual(['unreachable again']);
    expect(lint([own, { ...own, name: 'precise', dataTags: ['a.b'] }])).toEqual([]);
  });

  test('behind a locked one that is as strict', () => {
    const lock = rule('lock', {
      dataTags: ['secret'],
      action: 'block',
      locked: true,
      priority: 500,
    });
    expect(
      lint([
        lock,
        rule('exempt', { dataTags: ['secret.token'], action: 'allow', tenantId: 'acme' }),
      ]),
    ).toEqual(['without_effect exempt']);
    expect(lint([lock, rule('broad', { action: 'allow' })])).toEqual([]);
    expect(
      lint([
        { ...lock, action: 'flag' },
        rule('stricter', { dataTags: ['secret'], action: 'block' }),
      ]),
    ).toEqual([]);
  });
});

describe('rules and the shipped ones', () => {
  test('a broad milder rule lifts nothing', () => {
    const findings = new PolicyEngine({
      rules: [rule('all', { boundary: 'output', action: 'allow' })],
      defaults: true,
    }).lint();
    expect(findings).toEqual([
      {
        code: 'does_not_lift_shipped',
        severity: 'info',
        rule: 'all',
        tenantId: null,
        message: 'Does not lift default-pii-redaction: name the tag as precisely to do that.',
      },
    ]);
    expect(
      lint(
        [rule('precise', { boundary: 'output', action: 'allow', dataTags: ['personal'] })],
        true,
      ),
    ).toEqual([]);
    expect(lint([rule('stricter', { boundary: 'output', action: 'block' })], true)).toEqual([]);
  });

  test('names', () => {
    const own = rule('default-pii-redaction', {
      boundary: 'output',
      dataTags: ['personal'],
      action: 'block',
    });
    const findings = (more: Partial<PolicyRule>) =>
      new PolicyEngine({ rules: [{ ...own, ...more }], defaults: true })
        .lint()
        .filter(({ code }) => code.includes('shipped'))
        .map(({ code, severity }) => [code, severity]);
    expect(findings({})).toEqual([['replaces_shipped', 'info']]);
    expect(findings({ action: 'flag' })).toEqual([['replaces_shipped', 'warning']]);
    expect(findings({ mode: 'shadow' })).toEqual([['replaces_shipped', 'warning']]);
    expect(findings({ name: 'default-secret-redaction' })).toEqual([
      ['replaces_shipped', 'warning'],
    ]);
    expect(findings({ name: 'default-secret-redaction', locked: true })).toEqual([
      ['replaces_shipped', 'info'],
    ]);
    expect(findings({ tenantId: 'acme' })).toEqual([['named_like_shipped', 'info']]);
    expect(lint([own], false)).toEqual([]);
  });
});

describe('rules by themselves', () => {
  test.each<[Partial<PolicyRule>, string[]]>([
    [{ direction: 'request' }, ['direction_ignored rule']],
    [{ direction: 'request', boundary: ['input', 'action'] }, []],
    [{ action: 'allow', when: { user: { eq: 'a', required: true } } }, ['required_ignored rule']],
    [{ action: 'flag', when: { user: { eq: 'a', required: true } } }, []],
    [{ approval: { ttlMs: 5 } }, ['approval_ignored rule']],
    [{ action: 'require_approval', approval: { ttlMs: 5 } }, ['approval_not_possible rule']],
    [{ boundary: 'action', direction: 'request', action: 'require_approval' }, []],
    [
      { boundary: 'output', dataTags: ['personal'], action: 'pseudonymize' },
      ['pseudonym_ignored rule'],
    ],
    [{ boundary: 'input', dataTags: ['personal'], action: 'pseudonymize' }, []],
    [{ tools: ['*'] }, ['needs_a_name rule']],
    [{ tools: ['*x'] }, []],
    [{ dataTags: ['personl.pii'] }, ['unknown_tag rule']],
    [{ dataTags: ['secret.tokn'] }, ['unknown_tag rule']],
    [{ dataTags: ['personal.pii.anything', 'internal', 'confidential', 'secret.exact'] }, []],
  ])('%j: %j', (more, findings) => {
    expect(lint([rule('rule', more)])).toEqual(findings);
  });
});

describe('the set', () => {
  const catchAll = (rules: readonly PolicyRule[], defaults = false) =>
    new PolicyEngine({ rules, defaults }).lint().find(({ code }) => code === 'no_catch_all')
      ?.message;

  test('tells where content without tags meets the default action', () => {
    expect(
      catchAll([rule('a', { dataTags: ['a'], boundary: ['input', 'output'] }), rule('all')]),
    ).toBe(
      'No untagged rule covers everything at output: content that no rule covers meets the default action, block.',
    );
    expect(catchAll([rule('a', { dataTags: ['a'] })], true)).toBeUndefined();
    expect(catchAll([])).toBeUndefined();
  });

  test('the shipped rules have nothing to be told', () => {
    expect(new PolicyEngine({ rules: [], defaults: true }).lint()).toEqual([]);
  });
});
