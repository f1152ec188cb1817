import { describe, expect, test } from '@jest/globals';
import { contentOf, explainBody, recordedRequest } from './requests.ts';
import { formatsOf, placeIn, queryOf, SURFACES, type Trial } from './trial.ts';

const trial = (more: Partial<Trial> = {}): Trial => ({
  ...{ surface: 'input', format: 'text', tool: '', agent: ' bot ', tenant: 'acme' },
  ...more,
});

describe('what is tried', () => {
  test.each<[string, Partial<Trial>, string, RegExp]>([
    ['no JSON', { format: 'json' }, '{"a": sk-ABC', /no JSON/],
    ['no tool', { surface: 'tool_request', format: 'json' }, '{}', /tool/],
    [
      'a list as parameters',
      { surface: 'tool_request', format: 'json', tool: 'x' },
      '[]',
      /object/,
    ],
  ])('is refused: %s', (_, more, text, problem) => {
    const content = contentOf(trial(more), text);
    expect(content).toEqual({ problem: expect.stringMatching(problem) });
    expect(JSON.stringify(content)).not.toContain('ABC');
  });

  test('is asked about where nothing is recorded', () => {
    expect(explainBody(trial(), { text: 'hi' })).toEqual({
      ...{ boundary: 'input', text: 'hi', agent_id: 'bot', tenant_id: 'acme' },
    });
    expect(
      explainBody(trial({ surface: 'tool_response', format: 'json', tool: 'crm', agent: '' }), {
        json: { a: 1 },
      }),
    ).toEqual({
      ...{ boundary: 'action', direction: 'response', tool_name: 'crm', tenant_id: 'acme' },
      parameters: { a: 1 },
    });
    expect(explainBody(trial({ format: 'json' }), { json: [1] })).toHaveProperty('problem');
  });

  test.each<[Partial<Trial>, string, object]>([
    [{}, 'scan_input', { text: 'x' }],
    [{ format: 'json' }, 'scan_structured', { payload: { a: 1 } }],
    [{ surface: 'output' }, 'guard_output', { text: 'x' }],
    [
      { surface: 'tool_request', format: 'json', tool: 't' },
      'intercept_tool',
      { phase: 'request', tool_name: 't', parameters: { a: 1 } },
    ],
    [
      { surface: 'tool_response', tool: 't' },
      'intercept_tool',
      { phase: 'response', tool_name: 't', response: 'x' },
    ],
  ])('is sent on record: %j', (more, route, body) => {
    const asked = trial(more);
    const content = asked.format === 'json' ? { json: { a: 1 } } : { text: 'x' };
    expect(recordedRequest(asked, content)).toEqual({
      route,
      body: { ...body, agent_id: 'bot', tenant_id: 'acme' },
    });
  });
});

describe('the address', () => {
  test('holds where it is tried and how it is read, and nothing else', () => {
    for (const surface of SURFACES)
      for (const format of formatsOf(surface)) {
        const query = queryOf(trial({ surface, format, tool: 'secret-tool' }));
        expect([...query.keys()]).toEqual(['surface', 'as']);
        expect(placeIn(query)).toEqual({ surface, format });
      }
  });

  test('that nobody wrote is the usual one', () => {
    expect(placeIn(new URLSearchParams('surface=%3Cb%3E&as=x'))).toEqual({
      ...{ surface: 'input', format: 'text' },
    });
    expect(placeIn(new URLSearchParams('surface=output&as=json')).format).toBe('text');
  });
});
