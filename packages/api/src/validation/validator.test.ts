import { describe, expect, test } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import fc from 'fast-check';
import { InterceptToolBody } from '../routes/intercept.ts';
import { ScanInputBody } from '../routes/scan.ts';
import { Query } from '../schema/request.ts';
import { bodyValidator, queryValidator } from './validator.ts';

describe('bodies', () => {
  const validate = bodyValidator(ScanInputBody);

  test('a valid one has no errors', () => {
    expect(validate({ text: '', agent_id: 'a', data_tags: ['pii'], x_any: [1] })).toEqual([]);
  });

  test('an unknown field close to a known one', () => {
    expect(validate({ text: 'a', metdata: {} })).toEqual([
      { path: '$.metdata', message: 'unknown field; did you mean "metadata"?' },
    ]);
  });

  test('an unknown field like no other tells the known ones', () => {
    const [error] = validate({ text: 'a', colour: 1 });
    expect(error?.path).toBe('$.colour');
    expect(error?.message).toMatch(/^unknown field; known: text, agent_id, /);
  });

  test('an unknown field that is not made of words is not told', () => {
    const [error] = validate({ text: 'a', 'sk-ABCDEF1234567890': 1 });
    expect(error?.path).toBe('$');
  });

  test('not an object', () => {
    expect(validate(null)).toEqual([{ path: '$', message: 'must be an object' }]);
    expect(validate(['a'])).toEqual([{ path: '$', message: 'must be an object' }]);
  });

  test('at most 20 errors', () => {
    const data_tags = Array.from({ length: 60 }, (_, index) => index);
    expect(validate({ text: 'a', data_tags })).toHaveLength(20);
  });

  test('the discriminator chooses what may be there', () => {
    const tool = bodyValidator(InterceptToolBody);
    expect(tool({ phase: 'response', tool_name: 'a', response: null })).toEqual([]);
    expect(tool({ phase: 'request', tool_name: 'a', parameters: {}, response: 1 })).toEqual([
      { path: '$.response', message: expect.stringMatching(/^unknown field/) },
    ]);
    expect(tool({ phase: 1 })).toEqual([
      { path: '$.phase', message: 'must be one of: request, response' },
    ]);
  });

  test('no value that was sent is told', () => {
    const secret = 'sk-ABCDEF1234567890ABCDEF';
    const bodies = fc.dictionary(
      fc.constantFrom('text', 'agent_id', 'data_tags', 'metadata', 'model', secret),
      fc.constantFrom<unknown>(secret, [secret], { [secret]: secret }, 1, null),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        expect(JSON.stringify(validate(body))).not.toContain(secret);
      }),
    );
  });
});

describe('queries', () => {
  const validate = queryValidator(
    Query({
      explain: Type.Optional(Type.Boolean()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
  );

  test('values are converted in place', () => {
    const query: Record<string, unknown> = { explain: 'true', limit: '5', x_mine: 'a' };
    expect(validate(query)).toEqual([]);
    expect(query).toEqual({ explain: true, limit: 5, x_mine: 'a' });
  });

  test.each([
    [{ explain: 'yes' }, '?explain', 'must be a boolean'],
    [{ limit: '' }, '?limit', 'must be an integer'],
    [{ limit: '0' }, '?limit', 'must be >= 1'],
    [{ limt: '5' }, '?limt', 'unknown query key; did you mean "limit"?'],
  ])('%o', (query, path, message) => {
    expect(validate(query)).toEqual([{ path, message }]);
  });
});
