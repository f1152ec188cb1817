import { crc32 } from 'node:zlib';
import { expect, test } from '@jest/globals';
import {
  COLUMNS,
  decodeColumns,
  decodeColumnsHead,
  encodeColumns,
  type Columns,
} from './columns-record.ts';

const NAMES = ['a', '__proto__', 'constructor', 'a\0b', '\ud800', '\u202e', null];

const CHUNK: Columns = {
  lines: NAMES.length,
  baseTs: 1000,
  times: Uint32Array.from(NAMES.keys()),
  columns: new Map(
    COLUMNS.map((name) => [name, { values: NAMES, codes: Uint8Array.from(NAMES.keys()) }]),
  ),
};

function written(chunk = CHUNK) {
  const record = encodeColumns(0, chunk);
  if (record === undefined) return undefined;
  const head = decodeColumnsHead(record.subarray(0, record.readUInt32LE(4)), 0);
  if (head === undefined) throw new Error('There is no head.');
  return { head, body: record.subarray(head.bodyAt) };
}

test('names come back as they were, whatever they are', () => {
  const { head, body } = written() ?? {};
  const read = head && body && decodeColumns(body, head);
  expect(read).toEqual(CHUNK);
});

test('a dictionary that takes long to read is not written', () => {
  const values = NAMES.map((name) => `${String(name)}${'x'.repeat(200_000)}`);
  const columns = new Map(CHUNK.columns).set('dataTags', {
    values,
    codes: Uint8Array.from(values.keys()),
  });
  expect(written({ ...CHUNK, columns })).toBeUndefined();
});

const DICTIONARIES: readonly unknown[] = [
  null,
  7,
  {},
  [null],
  [['action']],
  [['action', 'abc']],
  [],
  COLUMNS.map((name) => [name, Array.from({ length: 300 }, String)]),
];

test.each(DICTIONARIES.map((each) => [JSON.stringify(each).slice(0, 60), each]))(
  'the dictionary %s, under a checksum that fits, counts as damage',
  (_, dictionary) => {
    const { head, body } = written() ?? {};
    if (head === undefined || body === undefined) throw new Error('Nothing was written.');
    for (const numbers of [body.subarray(0, head.dictionaryAt), Buffer.alloc(3)]) {
      const altered = Buffer.concat([numbers, Buffer.from(JSON.stringify(dictionary))]);
      const checksum = crc32(altered);
      const its = { ...head, dictionaryAt: numbers.length, checksum };
      expect(decodeColumns(altered, its)).toBeUndefined();
    }
  },
);

test('a text that is no dictionary counts as damage', () => {
  const { head, body } = written() ?? {};
  if (head === undefined || body === undefined) throw new Error('Nothing was written.');
  const altered = Buffer.concat([body, Buffer.from('}')]);
  expect(decodeColumns(altered, { ...head, checksum: crc32(altered) })).toBeUndefined();
});
