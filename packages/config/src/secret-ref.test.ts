import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { SecretRef, parseSecretRef } from './secret-ref.ts';

test.each([
  ['secret://env/OPENAI_API_KEY', new SecretRef('env', 'OPENAI_API_KEY')],
  [
    'secret://vault/secret/data/safeai#openai',
    new SecretRef('vault', 'secret/data/safeai', 'openai'),
  ],
  ['secret://aws/safeai/prod#a.b', new SecretRef('aws', 'safeai/prod', 'a.b')],
])('%s is read and written the same', (text, reference) => {
  expect(parseSecretRef(text)).toEqual(reference);
  expect(String(reference)).toBe(text);
  expect(JSON.stringify({ reference })).toBe(JSON.stringify({ reference: text }));
});

test.each([
  'secret://',
  'secret://env',
  'secret://env/',
  'secret://gcp/name',
  'secret://vault/path#',
  'secret://vault/path#a#b',
  'secret://vault/a b',
  ' secret://env/NAME',
  'https://env/NAME',
])('%j is no reference', (text) => {
  expect(parseSecretRef(text)).toBeUndefined();
});

test('a reference shows where a value lies, not the value', () => {
  expect(inspect(new SecretRef('env', 'NAME'))).toContain('NAME');
});
