import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '../src/index.ts';
import { fixtures, load } from './fixtures.ts';

describe('a configuration that cannot be used', () => {
  test.each(fixtures('invalid').map((fixture) => [fixture.name, fixture] as const))(
    '%s: every problem is told at once, with its file, line and column',
    async (_, fixture) => {
      const error: unknown = await load(fixture).catch((caught: unknown) => caught);
      if (!(error instanceof ConfigError)) throw new Error('It was loaded.', { cause: error });
      const expected = readFileSync(join(fixture.folder, 'expected.txt'), 'utf8');
      expect(`${error.message}\n`).toBe(expected);
      expect(error.code).toBe('invalid_config');
      expect(error.details).toHaveLength(error.message.split('\n').length);
      expect(error.message).not.toContain('hunter');
    },
  );
});
