import { format, inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { Secret } from './secret.ts';

const CANARY = 'swordfish-4711';
const secret = new Secret(CANARY);

test('reveal alone gives the text', () => {
  expect(secret.reveal()).toBe(CANARY);
});

// Typed as what careless code takes it for.
const careless = secret as unknown as string;

test.each<[string, () => unknown]>([
  ['String', () => String(secret)],
  ['a template', () => `key ${careless}`],
  ['concatenation', () => 'key ' + careless],
  ['a list that is joined', () => [secret].join()],
  ['JSON', () => JSON.stringify({ secret })],
  ['inspect', () => inspect({ secret }, { showHidden: true, depth: null, getters: true })],
  ['console.log', () => format('%s %o %O %j %d', secret, secret, secret, secret, secret)],
  ['an error', () => inspect(new Error(careless, { cause: secret }))],
  ['its keys', () => Reflect.ownKeys(secret).map((key): unknown => Reflect.get(secret, key))],
  ['a copy', () => inspect(Object.assign({}, secret))],
  ['a clone', () => inspect(structuredClone(secret))],
  ['its tag', () => Object.prototype.toString.call(secret)],
])('%s does not', (_, shown) => {
  expect(inspect(shown(), { depth: null })).not.toContain(CANARY);
});

test('it reads [secret]', () => {
  expect(String(secret)).toBe('[secret]');
  expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}');
  expect(inspect({ secret })).toBe('{ secret: [secret] }');
});

test('what takes it apart by its prototype gets an error without the text', () => {
  const reveal = Object.getOwnPropertyDescriptor(Secret.prototype, 'reveal')?.value as () => string;
  expect(() => reveal.call({})).toThrow(TypeError);
});

test('two with the same text are equal', () => {
  expect(secret.equals(new Secret(CANARY))).toBe(true);
  expect(secret.equals(new Secret('other'))).toBe(false);
});

test('it cannot be changed', () => {
  expect(Object.isFrozen(secret)).toBe(true);
});
