import { parseConfig, showConfig } from '@safeai/config';
import { expect, test } from '@jest/globals';
import { toYaml } from './yaml.ts';

test('block style, with quotes where a text could be read as something else', () => {
  const document = {
    plain: 'two words',
    odd: ['yes', '1', '', 'a: b', '#x', '- y', '*', 'null', '1e3', ' space '],
    deep: { list: [{ name: 'a', tags: ['x'] }, [], [1, [2]]], none: {}, nothing: null },
    'key with: colon': true,
  };
  expect(toYaml(document)).toBe(`plain: two words
odd:
  - "yes"
  - "1"
  - ""
  - "a: b"
  - "#x"
  - "- y"
  - "*"
  - "null"
  - "1e3"
  - " space "
deep:
  list:
    - name: a
      tags:
        - x
    - []
    - - 1
      - - 2
  none: {}
  nothing: null
"key with: colon": true
`);
  expect(toYaml({})).toBe('{}\n');
});

test('the configuration in force, read again, is the same', () => {
  const { config } = parseConfig('');
  expect(parseConfig(toYaml(showConfig(config))).config).toEqual(config);
});
