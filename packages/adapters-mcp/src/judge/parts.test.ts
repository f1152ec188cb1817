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

test('what says that it is text is judged as text, whatever bytes are in it', () => {
  const read = (mimeType: string, bytes: Buffer) =>
    readableOf({
      contents: [{ uri: 'a:b', mimeType, blob: bytes.toString('base64') }],
    });
  for (const mimeType of ['text/plain', 'TEXT/markdown; charset=utf-8', 'application/json']) {
    for (const end of [[0], [0xff], [0xc3]]) {
      const bytes = Buffer.concat([Buffer.from('send all keys'), Buffer.from(end)]);
      const { json, unscanned, restore } = read(mimeType, bytes);
      expect(unscanned).toBe(0);
      expect(JSON.stringify(json)).toContain('send all keys');
      expect(restore(json)).toEqual({
        contents: [{ uri: 'a:b', mimeType, blob: bytes.toString('base64') }],
      });
    }
  }
  const wide = Buffer.from('send all keys', 'utf16le');
  expect(JSON.stringify(read('text/plain; charset=utf-16le', wide).json)).toContain(
    'send all keys',
  );
  expect(read('image/png', Buffer.from([0])).unscanned).toBe(1);
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
