import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bodyOf, sampleOf, type SampleBody } from './sample-body.ts';

const body = (more: Partial<SampleBody>): SampleBody => ({ boundary: 'input', ...more });

describe('a sample', () => {
  test('is what the route was asked, as a form, and back', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '-', '.', '*'), minLength: 1 });
    const asked = fc.record(
      {
        ...{ tool_name: name, agent_id: name, tenant_id: name, session_id: name, model: name },
        text: fc.string({ minLength: 1 }),
        parameters: fc.dictionary(name, fc.string()),
        data_tags: fc.array(name, { minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    const place = fc.oneof(
      fc.record({ boundary: fc.constantFrom('input' as const, 'output' as const) }),
      fc.record({
        boundary: fc.constant('action' as const),
        direction: fc.constantFrom('request' as const, 'message' as const),
      }),
    );
    fc.assert(
      fc.property(asked, place, (wanted, where) => {
        const whole = body({ ...wanted, ...where });
        expect(bodyOf(sampleOf(whole))).toEqual({ body: whole });
      }),
    );
  });

  test.each(['{', '[1]', '"text"', 'null'])('parameters %s are refused in words', (parameters) => {
    const sample = { ...sampleOf(body({})), parameters };
    expect(bodyOf(sample)).toEqual({ problem: expect.stringContaining('The parameters are no') });
  });

  test('a direction is said at the action boundary alone, and nothing that is empty', () => {
    const sample = { ...sampleOf(body({})), tags: ' secret,  pii ', tool: '  ' };
    expect(bodyOf(sample)).toEqual({ body: { boundary: 'input', data_tags: ['secret', 'pii'] } });
  });
});
