import { describe, expect, test } from '@jest/globals';
import { asks, asksValue } from '../../../test/policy/condition.ts';
import type { Condition } from '../rule.ts';

describe('on parameters', () => {
  test.each<[Condition, unknown, string]>([
    [{ eq: 'a' }, 'a', 'yes'],
    [{ eq: 'a' }, 'A', 'no'],
    [{ eq: 'a' }, 5, 'unsure'],
    [{ eq: 'a' }, null, 'unsure'],
    [{ eq: 'a' }, ['a'], 'unsure'],
    [{ eq: 5 }, 5, 'yes'],
    [{ eq: 5 }, '5', 'unsure'],
    [{ eq: 5 }, NaN, 'unsure'],
    [{ eq: false }, false, 'yes'],
    [{ eq: false }, 0, 'unsure'],
    [{ eq: null }, null, 'yes'],
    [{ eq: null }, 'null', 'no'],
    [{ in: ['a', 5] }, 5, 'yes'],
    [{ in: ['a', 5] }, 'b', 'no'],
    [{ in: ['a', 5] }, true, 'unsure'],
    [{ in: ['a', null] }, null, 'yes'],
    [{ lt: 5 }, 4, 'yes'],
    [{ lt: 5 }, 5, 'no'],
    [{ lte: 5 }, 5, 'yes'],
    [{ gt: 5 }, 5, 'no'],
    [{ gte: 5 }, 5, 'yes'],
    [{ gt: 1, lt: 5 }, 3, 'yes'],
    [{ gt: 1, lt: 5 }, 7, 'no'],
    [{ gt: 5 }, '6', 'unsure'],
    [{ gt: 5 }, NaN, 'unsure'],
    [{ gt: 5 }, Infinity, 'yes'],
    [{ between: [1, 5] }, 1, 'yes'],
    [{ between: [1, 5] }, 5, 'yes'],
    [{ between: [1, 5] }, 5.1, 'no'],
    [{ between: [1, 5] }, null, 'unsure'],
    [{ matches: '^DROP ' }, 'DROP TABLE', 'yes'],
    [{ matches: 'DROP' }, 'please DROP it', 'yes'],
    [{ matches: 'DROP' }, 'drop', 'no'],
    [{ matches: 'DROP' }, ['DROP'], 'unsure'],
    [{ sizeLte: 3 }, 'abc', 'yes'],
    [{ sizeLte: 3 }, 'abcd', 'no'],
    [{ sizeLte: 1 }, [1, 2], 'no'],
    [{ sizeLte: 1 }, { a: 1 }, 'yes'],
    [{ sizeLte: 1 }, 5, 'unsure'],
    [{ sizeLte: 1 }, null, 'unsure'],
    [{ has: 'b' }, ['a', 'b'], 'yes'],
    [{ has: 'c' }, ['a', 'b'], 'no'],
    [{ has: 'c' }, [], 'no'],
    [{ has: 'c' }, ['a', ['c']], 'unsure'],
    [{ has: 5 }, ['5'], 'unsure'],
    [{ has: 5 }, [5], 'yes'],
    [{ has: true }, [true], 'yes'],
    [{ has: 'a' }, { a: 1 }, 'yes'],
    [{ has: 'toString' }, { a: 1 }, 'no'],
    [{ has: 5 }, { 5: 1 }, 'unsure'],
    [{ has: 'ell' }, 'hello', 'yes'],
    [{ has: 'x' }, 'hello', 'no'],
    [{ has: 5 }, '5', 'unsure'],
    [{ has: 'a' }, 5, 'unsure'],
    [{ has: 'a' }, null, 'unsure'],
    // One part that is surely false is enough.
    [{ eq: 'b', sizeLte: 0 }, 'b', 'no'],
    [{ has: 5, matches: 'z' }, 'a', 'no'],
    [{ has: 5, matches: 'a' }, 'a', 'unsure'],
  ])('%j of %j: %s', (condition, value, answer) => {
    expect(asksValue(condition)(value)).toBe(answer);
  });

  test.each<[object, string]>([
    [{ eq: {} }, 'eq'],
    [{ eq: NaN }, 'eq'],
    [{ in: 'a' }, 'in'],
    [{ in: [] }, 'in'],
    [{ in: [1, []] }, 'in[1]'],
    [{ gt: '5' }, 'gt'],
    [{ lt: null }, 'lt'],
    [{ lte: Infinity }, 'lte'],
    [{ gt: '2026-01-01T00:00Z' }, 'gt'],
    [{ between: [1] }, 'between'],
    [{ between: [5, 1] }, 'between'],
    [{ between: ['09:00', '17:00'] }, 'between'],
    [{ matches: '' }, 'matches'],
    [{ matches: 5 }, 'matches'],
    [{ matches: 'a*' }, 'matches'],
    [{ sizeLte: -1 }, 'sizeLte'],
    [{ sizeLte: 1.5 }, 'sizeLte'],
    [{ has: '' }, 'has'],
    [{ has: NaN }, 'has'],
    [{ has: ['a'] }, 'has'],
  ])('%j is refused', (condition, at) => {
    expect(() => asksValue(condition)).toThrow(`when["parameters.value"].${at}`);
  });
});

describe('paths', () => {
  const parameters = {
    a: { b: [{ c: 1 }, 'x'], 'd.e': 2, null: null },
    'a.b': 3,
    list: [1, 2],
    text: 'abc',
  };
  const own = JSON.parse('{"__proto__": {"x": 1}}') as { readonly x: number };

  test.each<[string, unknown, string]>([
    ['parameters.a.b[0].c', 1, 'yes'],
    ['parameters.a["d.e"]', 2, 'yes'],
    ['parameters["a.b"]', 3, 'yes'],
    ['parameters["a"]["b"][1]', 'x', 'yes'],
    ['parameters.list[1]', 2, 'yes'],
    // Missing.
    ['parameters.x', 1, 'no'],
    ['parameters.a.x.y', 1, 'no'],
    ['parameters.list[5]', 1, 'no'],
    ['parameters.__proto__', 1, 'no'],
    ['parameters.a.constructor.name', 'Object', 'no'],
    // Something is there, of a type that has no such parts.
    ['parameters.text.length', 3, 'unsure'],
    ['parameters.text[0]', 'a', 'unsure'],
    ['parameters.list.length', 2, 'unsure'],
    ['parameters.a[0]', 1, 'unsure'],
    ['parameters.a.null.x', 1, 'unsure'],
  ])('%s is %j: %s', (path, eq, answer) => {
    expect(asks(path, { eq: eq as string })({ parameters })).toBe(answer);
  });

  test('a key that is special elsewhere is a key', () => {
    expect(asks('parameters.__proto__.x', { eq: 1 })({ parameters: own })).toBe('yes');
  });

  test('without parameters everything is missing; parameters that are no object are of the wrong type', () => {
    const isOne = asks('parameters.a', { eq: 1 });
    expect(isOne({})).toBe('no');
    expect(isOne({ parameters: 'a' })).toBe('unsure');
    expect(isOne({ parameters: null })).toBe('unsure');
    expect(isOne({ parameters: [1] })).toBe('unsure');
    expect(asks('parameters[0]', { eq: 1 })({ parameters: [1] })).toBe('yes');
  });

  test.each([
    'parameters',
    'parameters.',
    'parameters..a',
    'parameters.a.',
    'parameters.a[',
    'parameters.a[-1]',
    'parameters.a[x]',
    'parameters["a]',
    'parameters["\\x"]',
    'parametersa',
    'parameter.a',
    'session',
    'session.calls.',
    'Time',
    '__proto__',
    '',
  ])('%j is no field', (field) => {
    expect(() => asks(field, { eq: 1 })).toThrow(
      expect.objectContaining({ code: 'invalid_policy' }),
    );
  });
});

describe('the session', () => {
  const session = {
    tags: ['personal.pii.email', 'injection'],
    calls: { mcp__srv__Bash: 2, bash: 1, other: 5 },
  };

  test('tags: the tag or a child of it', () => {
    const has = (tag: string) => asks('session.tags', { has: tag })({ session });
    expect(has('personal')).toBe('yes');
    expect(has('PII')).toBe('yes');
    expect(has('personal.pii.email.work')).toBe('no');
    expect(has('secret')).toBe('no');
    expect(asks('session.tags', { sizeLte: 1 })({ session })).toBe('no');
    expect(asks('session.tags', { has: 'personal' })({})).toBe('no');
    expect(
      asks('session.tags', { has: 'personal' })({ session: { tags: 'x' as never, calls: {} } }),
    ).toBe('unsure');
  });

  test('calls are counted as rules name tools; none are 0', () => {
    const least = (tool: string, gte: number) =>
      asks(`session.calls.${tool}`, { gte })({ session });
    expect(least('bash', 3)).toBe('yes');
    expect(least('bash', 4)).toBe('no');
    expect(least('MCP__srv__bash', 2)).toBe('yes');
    expect(least('*', 8)).toBe('yes');
    expect(asks('session.calls.nothing', { eq: 0 })({ session })).toBe('yes');
    expect(asks('session.calls.nothing', { lt: 5 })({})).toBe('no');
    const broken = { tags: [], calls: { bash: 'many' as never } };
    expect(asks('session.calls.bash', { gte: 1 })({ session: broken })).toBe('unsure');
  });
});

describe('names', () => {
  test('model and user', () => {
    expect(asks('model', { eq: 'm' })({ model: 'm' })).toBe('yes');
    expect(asks('model', { in: ['m', 'n'] })({ model: 'x' })).toBe('no');
    expect(asks('model', { matches: '^gpt-' })({ model: 'gpt-9' })).toBe('yes');
    expect(asks('user', { has: '@example.com' })({ userId: 'a@example.com' })).toBe('yes');
    expect(asks('user', { eq: 'm' })({})).toBe('no');
    expect(asks('user', { eq: 'm', required: true })({})).toBe('yes');
  });
});

describe('time', () => {
  const at = (condition: Condition, time: string) =>
    asks('time', condition)({ time: Date.parse(time) });

  test('moments: ISO 8601 with an offset, or milliseconds', () => {
    const noon = '2026-06-01T12:00:00Z';
    expect(at({ lt: '2026-06-01T14:00:01+02:00' }, noon)).toBe('yes');
    expect(at({ lt: '2026-06-01T14:00:00+02:00' }, noon)).toBe('no');
    expect(at({ gte: Date.parse(noon) }, noon)).toBe('yes');
    expect(at({ between: ['2026-06-01T00:00Z', '2026-06-02T00:00Z'] }, noon)).toBe('yes');
    expect(asks('time', { gt: 0 })({})).toBe('no');
    expect(asks('time', { gt: 0 })({ time: NaN })).toBe('unsure');
  });

  test.each([
    ['08:59:59.999', 'no'],
    ['09:00:00', 'yes'],
    ['16:59:59.999', 'yes'],
    ['17:00:00', 'no'],
  ])('a daily window in UTC: %s', (time, answer) => {
    expect(at({ between: ['09:00', '17:00'] }, `2026-06-01T${time}Z`)).toBe(answer);
    expect(at({ between: ['09:00', '17:00'] }, `1960-06-01T${time}Z`)).toBe(answer);
    const opposite = answer === 'yes' ? 'no' : 'yes';
    expect(at({ between: ['17:00', '09:00'] }, `2026-06-01T${time}Z`)).toBe(opposite);
  });

  test.each([
    { lt: '2026-06-01' },
    { lt: '2026-06-01T12:00:00' },
    { lt: '2026-13-01T12:00Z' },
    { lt: '12:00' },
    { between: ['09:00', '09:00'] },
    { between: ['09:00', '2026-06-01T12:00Z'] },
    { between: ['24:00', '09:00'] },
    { eq: 5 },
    { matches: 'a' },
  ])('%j is refused', (condition) => {
    expect(() => at(condition as Condition, '2026-06-01T12:00Z')).toThrow('when.time');
  });
});
