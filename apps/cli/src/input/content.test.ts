import { PassThrough, Readable } from 'node:stream';
import { afterEach, expect, test } from '@jest/globals';
import { folderWith, MACHINE, removeFolders } from '../../test/run-cli.ts';
import { readContent } from './content.ts';

afterEach(removeFolders);

const LIMIT = { setting: 'scan.max_file_bytes', bytes: 10 };

function host(stdin: Readable = new PassThrough().end(), cwd = '/') {
  const stream = new PassThrough();
  return { stdin, stdout: stream, stderr: stream, env: {}, cwd, machine: MACHINE };
}

function stdin(...chunks: Buffer[]): Readable {
  return Readable.from(chunks);
}

test('a text, standard input and a file are read', async () => {
  const folder = await folderWith({ 'a.txt': 'in a file' });
  const read = (text?: string, file?: string) =>
    readContent({ text, file }, 'scan', LIMIT, host(stdin(Buffer.from('piped')), folder));
  expect(await read('given')).toEqual({
    origin: 'argument',
    name: 'the text',
    text: 'given',
    bytes: 5,
  });
  expect(await read('-')).toMatchObject({ origin: 'stdin', name: 'standard input', text: 'piped' });
  expect(await read(undefined, '-')).toMatchObject({ origin: 'stdin', text: 'piped' });
  expect(await read(undefined, 'a.txt')).toMatchObject({
    origin: 'file',
    name: 'a.txt',
    text: 'in a file',
  });
});

test('a character may be cut between two chunks', async () => {
  const [first, second] = [Buffer.from([0xc3]), Buffer.from([0xa9])];
  const { text } = await readContent(
    { text: '-', file: undefined },
    'scan',
    LIMIT,
    host(stdin(first, second)),
  );
  expect(text).toBe('é');
});

test('reading stops at the limit, however long the stream', async () => {
  let chunks = 0;
  const endless = new Readable({
    read() {
      chunks += 1;
      this.push(Buffer.alloc(4, 'x'));
    },
  });
  await expect(
    readContent({ text: '-', file: undefined }, 'scan', LIMIT, host(endless)),
  ).rejects.toThrow('standard input is larger than scan.max_file_bytes (10 bytes)');
  expect(chunks).toBeLessThan(10_000);
  expect(endless.destroyed).toBe(true);
});

test.each([
  ['binary', Buffer.from([1, 0, 2]), 'standard input is binary; only text can be scanned'],
  ['other than UTF-8', Buffer.from([0xff, 0xfe]), 'standard input is not UTF-8 text'],
])('standard input that is %s is refused', async (_, bytes, message) => {
  await expect(
    readContent({ text: '-', file: undefined }, 'scan', LIMIT, host(stdin(bytes))),
  ).rejects.toThrow(message);
});

test.each([
  ['missing.txt', 'cannot read missing.txt: no such file or folder'],
  ['.', 'cannot read .: it is a folder'],
])('the file %s cannot be read', async (file, message) => {
  const folder = await folderWith({});
  await expect(
    readContent({ text: undefined, file }, 'scan', LIMIT, host(undefined, folder)),
  ).rejects.toThrow(message);
});

test('one text is needed, and one alone', async () => {
  await expect(
    readContent({ text: undefined, file: undefined }, 'scan', LIMIT, host()),
  ).rejects.toThrow('nothing to scan');
  await expect(readContent({ text: 'a', file: 'b' }, 'scan', LIMIT, host())).rejects.toThrow(
    'give a text or --file, not both',
  );
});
