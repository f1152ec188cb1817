import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { configJsonSchema, type JsonSchema } from '../src/index.ts';
import { accepts } from '../src/load/accepts.ts';
import { validatorViolations } from '../src/load/validator.ts';
import { rootSchema } from '../src/schema/root.ts';
import { resolveRef } from '../src/schema/navigate.ts';

/** Values that a schema allows, most of the time. */
function valuesFor(schema: JsonSchema): fc.Arbitrary<unknown> {
  const own = resolveRef(schema);
  if (own.const !== undefined) return fc.constant(own.const);
  if (own.enum !== undefined) return fc.constantFrom<unknown>(...own.enum);
  if (own.oneOf !== undefined) return fc.oneof(...own.oneOf.map(valuesFor));
  if (own.then !== undefined) {
    return fc.oneof(
      valuesFor(own.then),
      fc.array(valuesFor(own.else?.items ?? {}), { maxLength: 2 }),
    );
  }
  if (own.items !== undefined) return fc.array(valuesFor(own.items), { maxLength: 2 });
  if (own.properties !== undefined) {
    const shape = Object.entries(own.properties).map(([key, each]) => [key, valuesFor(each)]);
    const requiredKeys = [...(own.required ?? [])];
    return fc.record(Object.fromEntries(shape) as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys,
    });
  }
  if (typeof own.additionalProperties === 'object') {
    return fc.dictionary(
      fc.constantFrom('a', 'b.c', 'no good'),
      valuesFor(own.additionalProperties),
      {
        maxKeys: 2,
      },
    );
  }
  const texts = ['a', 'https://example.com', '10.0.0.0/8', 'a@example.com', '30m', 'USD', 'A', ''];
  return fc.oneof(
    fc.constantFrom<unknown>(...texts),
    fc.integer({ min: -1, max: 100_000 }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  );
}

/** The same value with something in it replaced, removed or added. */
function mutated(value: unknown, at: number, junk: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && at > 0) {
    const index = at % value.length;
    return value.map((item: unknown, each) =>
      each === index ? mutated(item, at >> 1, junk) : item,
    );
  }
  if (typeof value === 'object' && value !== null && at > 0) {
    const keys = Object.keys(value);
    if (at % 5 === 0) return { ...value, extra: junk };
    const key = keys[at % Math.max(1, keys.length)];
    if (key === undefined) return value;
    const below = (value as Record<string, unknown>)[key];
    if (at % 7 === 0)
      return Object.fromEntries(Object.entries(value).filter(([each]) => each !== key));
    return { ...value, [key]: mutated(below, at >> 1, junk) };
  }
  return junk;
}

const block = fc
  .constantFrom(...Object.entries(configJsonSchema().properties ?? {}))
  .chain(([key, schema]) => valuesFor(schema).map((value): unknown => ({ [key]: value })));
const changed = fc
  .tuple(block, fc.nat(), fc.constantFrom<unknown>(null, 'x', 0, true, [], {}, [[]], Infinity))
  .map(([value, at, junk]) => mutated(value, at, junk));

test('the walk passes what the validator passes, and nothing else', () => {
  let passed = 0;
  fc.assert(
    fc.property(fc.oneof(block, changed), (value) => {
      const accepted = accepts(rootSchema, value);
      if (accepted) passed++;
      expect(accepted).toBe(validatorViolations('config', value).length === 0);
    }),
    { numRuns: 3_000 },
  );
  // Else the test would say nothing about what is passed.
  expect(passed).toBeGreaterThan(300);
});

test('a keyword that the walk does not know is not passed', () => {
  expect(accepts({ type: 'array', uniqueItems: true }, [])).toBe(false);
  expect(accepts({ type: 'string', format: 'unheard-of' }, 'a')).toBe(false);
  expect(accepts({ oneOf: [{ type: 'string' }] }, 'a')).toBe(false);
});
