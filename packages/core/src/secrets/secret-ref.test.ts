import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseSecretRef, SecretRef } from './secret-ref.ts';

test.each([
  ['secret://env/OPENAI_API_KEY', new SecretRef('env', 'OPENAI_API_KEY')],
  [
    'secret://vault/secret/data/safeai#openai',
    new SecretRef('vault', 'secret/data/safeai', 'openai'),
  ],
  ['secret://aws/safeai/prod#a.b', new SecretRef('aws', 'safeai/prod', 'a.b')],
  [
    'secret://aws/safeai/prod?version=AWSPREVIOUS#a',
    new SecretRef('aws', 'safeai/prod', 'a', 'AWSPREVIOUS'),
  ],
  ['secret://vault#openai', new SecretRef('vault', undefined, 'openai')],
  ['secret://vault?version=3#openai', new SecretRef('vault', undefined, 'openai', '3')],
  ['secret://default#openai', new SecretRef('default', undefined, 'openai')],
  ['secret://my-store2/x', new SecretRef('my-store2', 'x')],
])('%s is read and written the same', (text, expected) => {
  const reference = parseSecretRef(text);
  expect(reference).toEqual(expected);
  expect(String(reference)).toBe(text);
  expect(JSON.stringify({ reference })).toBe(JSON.stringify({ reference: text }));
});

test.each([
  'secret://',
  'secret://env',
  'secret://env/',
  'secret://vault/path#',
  'secret://vault/path#a#b',
  'secret://vault/a b',
  'secret://vault/a?version=',
  'secret://vault/a?stage=b',
  'secret://vault?version=3',
  'secret://Vault/a',
  ' secret://env/NAME',
  'secret://env/NAME\n',
  'https://env/NAME',
  `secret://env/${'a'.repeat(5000)}`,
])('%j is no reference', (text) => {
  expect(parseSecretRef(text)).toBeUndefined();
});

test('whatever is read is written the same', () => {
  const part = fc.stringMatching(/^[a-z0-9_./?#=-]{0,12}$/);
  fc.assert(
    fc.property(part, part, part, (a, b, c) => {
      const text = `secret://${a}/${b}?version=${c}#${a}`;
      for (const each of [text, `secret://${a}`, `secret://vault/${b}#${c}`]) {
        const reference = parseSecretRef(each);
        if (reference !== undefined) expect(String(reference)).toBe(each);
      }
    }),
  );
});

test('a reference shows where a value lies', () => {
  expect(inspect(new SecretRef('env', 'NAME'))).toContain('NAME');
});
