import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ConfigError, configJsonSchema, parseConfig, type JsonSchema } from '../src/index.ts';

/** Paths of settings, and values that rarely fit. */
const schema = configJsonSchema();
const keys = [...new Set(keysOf(schema))];

function keysOf(each: JsonSchema): string[] {
  const inner = [
    ...Object.values(each.properties ?? {}),
    ...Object.values(each.$defs ?? {}),
    ...(each.oneOf ?? []),
    ...(each.items === undefined ? [] : [each.items]),
    ...(typeof each.additionalProperties === 'object' ? [each.additionalProperties] : []),
  ];
  return [...Object.keys(each.properties ?? {}), ...inner.flatMap(keysOf)];
}

const CANARY = 'canary-7f3a';

const { settings } = fc.letrec((tie) => ({
  settings: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom<unknown>(
      CANARY,
      `\${CANARY}`,
      `secret://${CANARY}`,
      0,
      -1,
      1.5,
      true,
      null,
      '',
    ),
    fc.array(tie('settings'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('settings'), { maxKeys: 5 }),
  ),
}));

test('no error repeats a value of the file or of the environment, and nothing else is thrown', () => {
  const top = fc.dictionary(fc.constantFrom(...Object.keys(schema.properties ?? {})), settings);
  fc.assert(
    fc.property(top, (written) => {
      try {
        parseConfig(JSON.stringify(written), { environment: { CANARY } });
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        expect(error.message).not.toContain(CANARY);
        expect(JSON.stringify(error.details)).not.toContain(CANARY);
        for (const line of error.message.split('\n')) {
          expect(line).toMatch(/^(safeai\.yaml:\d+:\d+: |and (at least )?\d+ more problems$)/);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('an integer setting takes what it says, from the file and from the environment alike', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10, max: 70_000 }), (port) => {
      const outcomes = [String(port), '${PORT}', '"${PORT}"'].map((written) => {
        try {
          const environment = { PORT: String(port) };
          return parseConfig(`server:\n  port: ${written}`, { environment }).config.server.port;
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          return error.message;
        }
      });
      expect(new Set(outcomes).size).toBe(1);
      expect(typeof outcomes[0]).toBe(port >= 0 && port <= 65_535 ? 'number' : 'string');
    }),
  );
});
