import { expect, test } from '@jest/globals';
import manifest from '../package.json' with { type: 'json' };
import { VERSION } from './index.ts';

test('VERSION is the version of the package', () => {
  expect(VERSION).toBe(manifest.version);
});
