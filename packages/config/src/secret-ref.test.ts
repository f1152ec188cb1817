import { expect, test } from '@jest/globals';
import { SecretRef, parseSecretRef } from './secret-ref.ts';

test.each([
  ['secret://env/OPENAI_API_KEY', new SecretRef('env', 'OPENAI_API_KEY')],
  [
    'secret://vault/secret/data/safeai#openai',
    new SecretRef('vault', 'secret/data/safeai', 'openai'),
  ],
  ['secret://aws/safeai/prod#a.b', new SecretRef('aws', 'safeai/prod', 'a.b')],
  ['secret://vault#openai', new SecretRef('vault', undefined, 'openai')],
  ['secret://default#openai', new SecretRef('default', undefined, 'openai')],
])('%s is read', (text, reference) => {
  expect(parseSecretRef(text)).toEqual(reference);
});

test.each(['secret://env', 'secret://gcp/name', 'secret://vault/path#', ' secret://env/NAME'])(
  '%j is no reference',
  (text) => {
    expect(parseSecretRef(text)).toBeUndefined();
  },
);

test('further backends are known by their names', () => {
  expect(parseSecretRef('secret://gcp/name', ['gcp'])).toEqual(new SecretRef('gcp', 'name'));
});
