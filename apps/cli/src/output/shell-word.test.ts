import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { shellWord } from './shell-word.ts';

test.each([
  'a',
  '/etc/safeai.yaml',
  'my files/a.yaml',
  "it's",
  '',
  '$(id)',
  '`id`',
  'a\\b',
  '-n *',
])('%j is one word that a shell reads as it is', (text) => {
  const read = execFileSync('sh', ['-c', `printf '[%s]' ${shellWord(text)}`], { encoding: 'utf8' });
  expect(read).toBe(`[${text}]`);
});
