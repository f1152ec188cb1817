import { describe, expect, test } from '@jest/globals';
import { evaluateDeclared, explainDeclared } from './declared.ts';
import { PolicyEngine } from './engine.ts';
import type { PolicyRule } from './rule.ts';

const INPUT = { boundary: 'input', detectedTags: [] } as const;
const rule = { boundary: 'input' } as const;

describe('declared tags', () => {
  const softening: PolicyRule[] = [
    { ...rule, name: 'internal', dataTags: ['internal'], action: 'allow' },
    { ...rule, name: 'public', dataTags: ['public'], action: 'allow' },
    { ...rule, name: 'rest', action: 'require_approval', priority: 900 },
  ];
  const engine = new PolicyEngine({ rules: softening });

  test('do not soften the decision on content without tags', () => {
    expect(engine.evaluate(INPUT).action).toBe('require_approval');
    expect(engine.evaluate({ ...INPUT, dataTags: ['internal'] }).action).toBe('allow');
    const decision = evaluateDeclared(engine, INPUT, ['internal']);
    expect(decision).toMatchObject({ action: 'require_approval', policyName: 'rest' });
    expect(decision.verdicts.map(({ tag, action }) => [tag, action])).toEqual([
      [null, 'require_approval'],
      ['internal', 'allow'],
    ]);
    expect(decision.approvals).toEqual([{ policyName: 'rest' }]);
  });

  test('do not soften a default deny either', () => {
    const bare = new PolicyEngine({ rules: softening.slice(0, 2) });
    expect(evaluateDeclared(bare, INPUT, ['internal'])).toMatchObject({
      action: 'block',
      policyName: null,
    });
  });

  test('make a decision stricter', () => {
    const strict = new PolicyEngine({
      rules: [{ ...rule, name: 'confidential', dataTags: ['confidential'], action: 'block' }],
      defaults: true,
    });
    expect(evaluateDeclared(strict, INPUT, []).action).toBe('allow');
    expect(evaluateDeclared(strict, INPUT, ['confidential'])).toMatchObject({
      action: 'block',
      policyName: 'confidential',
    });
    // Nothing that was found can be redacted for a tag that was only declared.
    const output = { boundary: 'output', detectedTags: [] } as const;
    expect(evaluateDeclared(strict, output, ['pii']).action).toBe('block');
    const email = { tag: 'personal.pii.email', confidence: 0.9, span: true };
    expect(evaluateDeclared(strict, { ...output, detectedTags: [email] }, ['pii']).action).toBe(
      'redact',
    );
  });

  test('leave the decision on detected tags as it is', () => {
    const detectedTags = [{ tag: 'other', confidence: 0.9 }];
    const decision = evaluateDeclared(engine, { ...INPUT, detectedTags }, ['internal', 'OTHER']);
    expect(decision.action).toBe('require_approval');
    expect(decision.verdicts.map(({ tag, confidence }) => [tag, confidence])).toEqual([
      ['other', 0.9],
      ['internal', 1],
      ['other', 1],
    ]);
  });

  test('that are no tags are refused', () => {
    const refusal = expect.objectContaining({ code: 'invalid_tag' });
    expect(() => evaluateDeclared(engine, INPUT, ['a..b'])).toThrow(refusal);
  });

  test('are told apart in the explanation', () => {
    const detectedTags = [{ tag: 'other', confidence: 0.9 }];
    const told = explainDeclared(engine, { ...INPUT, detectedTags }, ['internal']);
    expect(told.tags.map(({ tag, source }) => [tag, source])).toEqual([
      ['other', 'detected'],
      ['internal', 'declared'],
    ]);
    expect(explainDeclared(engine, INPUT, ['internal'])).toMatchObject({
      action: 'require_approval',
      policyName: 'rest',
      tags: [
        { tag: null, policyName: 'rest' },
        { tag: 'internal', policyName: 'internal' },
      ],
    });
  });
});

describe('a rule that trusts declarations', () => {
  const trusting: PolicyRule = {
    ...rule,
    name: 'trusting',
    dataTags: ['internal'],
    action: 'allow',
    trustDeclared: true,
  };
  const rest: PolicyRule = { ...rule, name: 'rest', action: 'block', priority: 900 };
  const action = (rules: PolicyRule[], tags: string[], more = {}) =>
    evaluateDeclared(new PolicyEngine({ rules }), { ...INPUT, ...more }, tags).action;

  test('lifts the judgement on content without tags where it alone decides', () => {
    expect(action([trusting, rest], ['internal'])).toBe('allow');
    expect(action([trusting, rest], ['internal', 'internal.plan'])).toBe('allow');
    const { trustDeclared: _, ...ordinary } = trusting;
    expect(action([ordinary, rest], ['internal'])).toBe('block');
  });

  test('not where another rule has a part in it', () => {
    const other: PolicyRule = { ...rule, name: 'other', dataTags: ['public'], action: 'allow' };
    expect(action([trusting, other, rest], ['internal', 'public'])).toBe('block');
    const second: PolicyRule = { ...other, trustDeclared: true };
    expect(action([trusting, second, rest], ['internal', 'public'])).toBe('block');
    const lock: PolicyRule = {
      ...rule,
      name: 'lock',
      dataTags: ['internal'],
      action: 'flag',
      locked: true,
    };
    expect(action([trusting, lock, rest], ['internal'])).toBe('block');
  });

  test('not on detected tags', () => {
    expect(
      action([trusting, rest], ['internal'], { detectedTags: [{ tag: 'x', confidence: 1 }] }),
    ).toBe('block');
  });

  test('not where its condition cannot be told', () => {
    const unsure: PolicyRule = { ...trusting, when: { 'parameters.n': { lt: 5 } } };
    expect(action([unsure, rest], ['internal'], { parameters: { n: 1 } })).toBe('allow');
    expect(action([unsure, rest], ['internal'], { parameters: { n: '1' } })).toBe('block');
    const flag: PolicyRule = { ...unsure, action: 'flag' };
    const other: PolicyRule = { ...rule, name: 'other', dataTags: ['internal'], action: 'allow' };
    expect(action([flag, other, rest], ['internal'], { parameters: { n: 1 } })).toBe('flag');
    expect(action([flag, other, rest], ['internal'], { parameters: { n: '1' } })).toBe('block');
  });
});
