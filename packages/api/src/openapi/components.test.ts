import { expect, test } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import { SchemaComponents } from './components.ts';

test('titled schemas are written once and referred to', () => {
  const components = new SchemaComponents();
  const part = Type.Object({ a: Type.String() }, { title: 'Part' });
  const whole = Type.Object({ one: part, more: Type.Optional(Type.Array(part)) });
  const reference = { $ref: '#/components/schemas/Part' };
  expect(components.refer(whole)).toMatchObject({
    properties: { one: reference, more: { type: 'array', items: reference } },
  });
  expect([...components.schemas.keys()]).toEqual(['Part']);
});

test('two different schemas may not share a title', () => {
  const components = new SchemaComponents();
  components.refer(Type.String({ title: 'Name' }));
  expect(() => components.refer(Type.Number({ title: 'Name' }))).toThrow(/titled Name/);
});
