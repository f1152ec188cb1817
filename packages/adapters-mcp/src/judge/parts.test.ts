import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '@safeai/core';
import { readableOf } from './parts.ts';

test('what is not changed comes back as it was', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.record({ type: fc.constant('text'), text: fc.string() }),
          fc.record({
            type: fc.constant('image'),
            data: fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')),
          }),
          fc.record({
            type: fc.constant('resource'),
            resource: fc.record({
              uri: fc.string(),
              blob: fc.oneof(
                fc.string().map((text) => Buffer.from(text).toString('base64url')),
                fc.string(),
              ),
            }),
          }),
        ),
      ),
      (content) => {
        const result = { content } as unknown as JsonObject;
        const { json, restore } = readableOf(result);
        expect(restore(json)).toEqual(result);
      },
    ),
  );
});

test('bytes are taken out, and text in Base64 is laid open', () => {
  const blob = Buffer.from('hidden words').toString('base64');
  const data = Buffer.from([0x89, 0x50, 0xff]).toString('base64');
  const { json, unscanned } = readableOf({
    content: [
      { type: 'image', data },
      { type: 'resource', resource: { uri: 'a:b', blob } },
    ],
  });
  expect(unscanned).toBe(1);
  expect(json).toEqual({
    content: [
      { type: 'image', data: '' },
      { type: 'resource', resource: { uri: 'a:b', blob: 'hidden words' } },
    ],
  });
});
