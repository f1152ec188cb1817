import { expect, test } from '@jest/globals';
import { ConfigError, parseConfig } from '../src/index.ts';

function detailsOf(text: string): ConfigError['details'] {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.details;
    throw error;
  }
  return [];
}

test('a file with very many faults is refused with the first of them', () => {
  const rules = Array.from({ length: 30_000 }, (_, index) => `- {nam: r${index}}`).join('\n');
  const details = detailsOf(`policies:\n${rules}`);
  expect(details).toHaveLength(100);
  const [last] = details.slice(-1);
  expect(last).toMatchObject({ file: 'safeai.yaml', line: 26, path: 'policies[24].nam' });
});

test('a fault in one rule hides none in another, nor makes a sound one faulty', () => {
  const details = detailsOf(`
policies:
  - { name: one, boundary: input, action: block, locked: true, tenant_id: acme }
  - { name: ten, boundary: input, action: flag }
  - { name: ten, boundary: input, action: pseudonymize }
tenants:
  acme: { policies: [{ name: mine, boundary: input, action: pseudonymize }] }
`);
  expect(details.map(({ path }) => path)).toEqual([
    'policies[0].locked',
    'policies[2].name',
    'tenants.acme.policies[0].action',
  ]);
});
