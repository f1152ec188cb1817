import { expect, test } from '@jest/globals';
import { alertFilterOf } from './alert.ts';

test('a list is narrowed by its address, and by nothing that is no severity', () => {
  const of = (text: string) => alertFilterOf('open', new URLSearchParams(text));
  expect(of('')).toEqual({ state: 'open', rule: '', severity: null });
  expect(of('rule=money&severity=error').severity).toBe('error');
  expect(of('severity=worst').severity).toBeNull();
});
