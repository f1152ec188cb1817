import { describe, expect, test } from '@jest/globals';
import type { DetectedTag } from './decision.ts';
import { PolicyEngine } from './engine.ts';
import type { PolicyRule } from './rule.ts';

const OUTPUT = { boundary: 'output' } as const;
const rules: PolicyRule[] = [
  { ...OUTPUT, name: 'pii', dataTags: ['personal'], action: 'redact' },
  { ...OUTPUT, name: 'rest', action: 'allow' },
];
const engine = new PolicyEngine({ rules });

function found(tag: string, span?: boolean, confidence = 0.9): DetectedTag {
  return { tag, confidence, ...(span === undefined ? {} : { span }) };
}

describe('a redact that cannot be carried out', () => {
  test('counts as block', () => {
    for (const span of [undefined, false]) {
      const decision = engine.evaluate({ ...OUTPUT, detectedTags: [found('personal.pii', span)] });
      expect(decision).toMatchObject({
        action: 'block',
        policyName: 'pii',
        reason: 'Blocked by policy pii',
      });
    }
  });

  test('is carried out by a span of the tag or of a child, not of a parent or another', () => {
    const judged = found('personal.pii');
    const action = (...spans: string[]) =>
      engine.evaluate({
        ...OUTPUT,
        detectedTags: [judged, ...spans.map((tag) => found(tag, true, 0.3))],
      }).action;
    expect(action('personal.pii')).toBe('redact');
    expect(action('personal.pii.email')).toBe('redact');
    expect(action('personal')).toBe('block');
    expect(action('personal.piii')).toBe('block');
    expect(action('personal.phi')).toBe('block');
    expect(action()).toBe('block');
  });

  test('the same tag found twice is carried by either', () => {
    const twice = [found('personal.pii'), found('personal.pii', true)];
    expect(engine.evaluate({ ...OUTPUT, detectedTags: twice }).action).toBe('redact');
    expect(engine.evaluate({ ...OUTPUT, detectedTags: twice.toReversed() }).action).toBe('redact');
  });

  test("with data tags alone it is the caller's to carry out", () => {
    expect(engine.evaluate({ ...OUTPUT, dataTags: ['personal.pii'] }).action).toBe('redact');
    const declaredToo = { ...OUTPUT, dataTags: ['personal.pii'], detectedTags: [] };
    expect(engine.evaluate(declaredToo).action).toBe('block');
  });

  test('content without tags has nothing to redact', () => {
    const all = new PolicyEngine({ rules: [{ ...OUTPUT, name: 'all', action: 'redact' }] });
    expect(all.evaluate({ ...OUTPUT, detectedTags: [] }).action).toBe('redact');
    expect(all.evaluate({ ...OUTPUT, detectedTags: [found('x')] }).action).toBe('block');
  });

  test('is as strict as any block: no approval is asked for what cannot pass', () => {
    const ask: PolicyRule = {
      ...OUTPUT,
      name: 'ask',
      dataTags: ['personal'],
      action: 'require_approval',
      locked: true,
    };
    const both = new PolicyEngine({ rules: [ask, ...rules] });
    const decision = both.evaluate({ ...OUTPUT, detectedTags: [found('personal.pii')] });
    expect(decision).toMatchObject({ action: 'block', policyName: 'pii', approvals: [] });
  });
});
