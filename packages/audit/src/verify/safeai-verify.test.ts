import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  ChainMaker,
  filesOf,
  inFolder,
  type LogFiles,
  smallLog,
  testPem,
  TEST_KEYS,
} from '../../test/signed-log.ts';
import { publicKeys } from '../receipt/receipt.ts';
import { chainKey, signingKeyFromPem } from '../receipt/signing-key.ts';
import type { AuditProblem } from './report.ts';
import { verifyLog, type VerifyOptions } from './safeai-verify.ts';

// Real files and processes on a machine that does other things too.
jest.setTimeout(60_000);

const KEYS = { chainKeys: TEST_KEYS.chain, jwks: publicKeys(TEST_KEYS) };
/** For the long run: each byte of the log, not a sample of them. Some minutes. */
const EVERY_BYTE = process.env.SAFEAI_AUDIT_EVERY_BYTE === '1';

const W1 = 'audit-w1-000000000000001.ndjson';
const W1_SECOND = 'audit-w1-000000000000006.ndjson';
const W1_LAST = 'audit-w1-000000000000011.ndjson';

function verify(files: LogFiles, options: Partial<VerifyOptions> = KEYS) {
  return inFolder(files, (folder) => verifyLog({ ...options, folder }));
}

/** Code, file and line of each problem. */
async function problems(files: LogFiles, options?: Partial<VerifyOptions>) {
  const report = await verify(files, options);
  expect(report.ok).toBe(report.problems.length === 0);
  return report.problems.map(({ code, file, line }) => [code, file, line]);
}

/** With a file beside the log that holds the checkpoints of the second sink. */
function problemsWithSink(files: LogFiles, checkpoints: string, options: object = KEYS) {
  return inFolder(new Map([['sink', Buffer.from(checkpoints)]]), (folder) =>
    problems(files, { ...options, checkpoints: join(folder, 'sink') }),
  );
}

function linesOf(files: LogFiles, file: string): string[] {
  return (files.get(file)?.toString() ?? '').split(/(?<=\n)/);
}

/** The log with other lines in one file. */
function withLines(files: LogFiles, file: string, change: (lines: string[]) => string[]): LogFiles {
  return new Map(files).set(file, Buffer.from(change(linesOf(files, file)).join('')));
}

function without(files: LogFiles, ...removed: readonly string[]): LogFiles {
  return new Map([...files].filter(([file]) => !removed.includes(file)));
}

function compressed(files: LogFiles, ...which: readonly string[]): LogFiles {
  return new Map(
    [...files].map(([file, bytes]) => {
      if (!which.includes(file)) return [file, bytes];
      const half = Math.floor(bytes.length / 2);
      const members = [bytes.subarray(0, half), bytes.subarray(half)];
      return [`${file}.gz`, Buffer.concat(members.map((each) => gzipSync(each)))];
    }),
  );
}

describe('a log in order', () => {
  const { files, checkpoints } = smallLog();

  test('is ok, and tells what was read', async () => {
    expect(await verify(files)).toEqual({
      ok: true,
      records: 28,
      segments: 6,
      checkpoints: 6,
      problems: [],
    });
  });

  test('is ok with the checkpoints of the second sink', async () => {
    expect(await problemsWithSink(files, checkpoints)).toEqual([]);
  });

  test('is the same compressed, in several members, and where both forms are there', async () => {
    const report = await verify(files);
    expect(await verify(compressed(files, W1, W1_SECOND))).toEqual(report);
    expect(await verify(new Map([...files, ...compressed(files, W1)]))).toEqual(report);
  });

  test('that has no segments yet is ok', async () => {
    expect(await verify(new Map([['w1.lock.1', Buffer.from('{}')]]))).toMatchObject({
      ok: true,
      segments: 0,
    });
  });

  test('verifies without keys as far as it can, and says what was not checked', async () => {
    expect(await verify(files, {})).toMatchObject({
      ok: true,
      checkpoints: 0,
      unchecked: ['hashes', 'signatures'],
    });
    expect(await verify(files, { jwks: KEYS.jwks })).toMatchObject({
      checkpoints: 6,
      unchecked: ['hashes'],
    });
  });

  test('may have been chained with one key after another', async () => {
    const second = chainKey(Buffer.alloc(32, 8));
    const chain = new ChainMaker('w1').begin().record().seal().begin(second).record().checkpoint();
    const chainKeys = [second, ...TEST_KEYS.chain];
    expect(await problems(filesOf(chain), { ...KEYS, chainKeys })).toEqual([]);
    const [, after] = chain.segments;
    expect(await problems(filesOf(chain))).toEqual([['unknown_chain_key', after?.file, 1]]);
  });

  test('may have lines that do not count since a write failed', async () => {
    const chain = new ChainMaker('w1').begin().record();
    const { seq, hash } = chain.last;
    const byte = filesOf(chain).get(W1)?.length ?? 0;
    chain.record().begin(undefined, { byte, seq, hash }).record().checkpoint();
    expect(await problems(filesOf(chain))).toEqual([]);
  });

  test('may have been cut off in the middle of a line while it is in use', async () => {
    const torn = withLines(files, W1_LAST, (lines) => [...lines, '{"v":1,"writer":"w1","se']);
    expect(await problems(torn)).toEqual([['torn_line', W1_LAST, 5]]);
    expect(await problems(torn, { ...KEYS, live: true })).toEqual([]);
  });

  test('in use may have no checkpoints elsewhere yet, and at rest must', async () => {
    const nowhere = { ...KEYS, checkpoints: join('nowhere', 'sink') };
    expect(await problems(files, { ...nowhere, live: true })).toEqual([]);
    await expect(verify(files, nowhere)).rejects.toThrow('ENOENT');
  });

  test('may grow while it is read', async () => {
    await inFolder(files, async (folder) => {
      const path = join(folder, W1_LAST);
      const report = verifyLog({ ...KEYS, folder, live: true });
      await appendFile(path, '{"v":1,');
      expect((await report).problems).toEqual([]);
    });
  });
});

describe('segments that retention deleted', () => {
  function aged() {
    const chain = new ChainMaker('w1');
    for (let segment = 0; segment < 4; segment += 1) chain.begin().record().seal();
    return chain;
  }

  test('are no loss where a tombstone names them', async () => {
    const chain = aged();
    const [first, second] = chain.segments.map(({ file }) => file) as [string, string];
    chain
      .begin()
      .tombstone([chain.buried(0), chain.buried(1)])
      .checkpoint();
    const files = filesOf(chain);
    expect(await problems(files)).toEqual([]);
    expect(await problems(without(files, first))).toEqual([]);
    expect(await problems(without(files, first, second))).toEqual([]);
    expect(await problems(without(files, second))).toEqual([]);
    expect(
      await problemsWithSink(without(files, first, second), chain.checkpoints.join('')),
    ).toEqual([]);
  });

  test('are no loss where their tombstone was deleted itself, with the second sink', async () => {
    const chain = aged();
    chain
      .begin()
      .tombstone([chain.buried(0), chain.buried(1)])
      .seal();
    chain
      .begin()
      .tombstone([chain.buried(2), chain.buried(3), chain.buried(4)])
      .checkpoint();
    const old = chain.segments.slice(0, 5).map(({ file }) => file);
    const sink = chain.checkpoints.join('');
    const left = without(filesOf(chain), ...old);
    expect(await problemsWithSink(left, sink)).toEqual([]);
    // Without the last tombstone they are.
    const all = filesOf(chain);
    const none = without(all, ...old, chain.segments[5]?.file ?? '');
    expect((await problemsWithSink(none, sink)).map(([code]) => code)).toEqual(
      Array.from({ length: 6 }, () => 'tail_missing'),
    );
    const middle = without(all, ...old.slice(1));
    expect((await problemsWithSink(middle, sink)).length).toBeGreaterThan(0);
  });

  test('are no loss where the tombstone stands with another writer, and the one before is gone', async () => {
    const chain = aged();
    const other = new ChainMaker('w2').begin().tombstone([chain.buried(1)]);
    const files = filesOf(chain, other);
    const [first, second, third] = chain.segments.map(({ file }) => file) as [
      string,
      string,
      string,
    ];
    expect(await problems(without(files, first, second))).toEqual([]);
    expect(await problems(without(files, first, second, third))).toEqual([
      ['segment_missing', chain.segments[3]?.file, 1],
    ]);
  });

  test('are one without a tombstone', async () => {
    const chain = aged();
    const [first, second, third] = chain.segments.map(({ file }) => file) as [
      string,
      string,
      string,
    ];
    expect(await problems(without(filesOf(chain), first))).toEqual([
      ['segment_missing', second, 1],
    ]);
    expect(await problems(without(filesOf(chain), second))).toEqual([
      ['segment_missing', third, 1],
    ]);
  });

  test('are one where the tombstone is signed by nobody that is known', async () => {
    const stranger = { ...TEST_KEYS, signing: [signingKeyFromPem(testPem(3))] } as const;
    const chain = aged();
    const other = new ChainMaker('w2', stranger).begin().tombstone([chain.buried(0)]);
    const files = without(filesOf(chain, other), chain.segments[0]?.file ?? '');
    expect(await problems(files)).toEqual([
      ['segment_missing', chain.segments[1]?.file, 1],
      ['unknown_signing_key', other.segments[0]?.file, 2],
    ]);
  });

  test('must be those that the tombstone means', async () => {
    const chain = aged();
    const other = new ChainMaker('w2').begin();
    other.tombstone([{ ...chain.buried(0), sha256: '1'.repeat(64) }]);
    const [first, second] = chain.segments.map(({ file }) => file) as [string, string];
    const files = filesOf(chain, other);
    expect(await problems(files)).toEqual([['tombstone_mismatch', first, undefined]]);
    expect(await problems(without(files, first))).toEqual([['previous_mismatch', second, 1]]);
  });
});

describe('what the keys show', () => {
  const { files } = smallLog();

  test('a log that another key wrote under the name of the right one', async () => {
    const key = { ...chainKey(Buffer.alloc(32, 1)), id: TEST_KEYS.chain[0].id };
    const forged = new ChainMaker('w1', { ...TEST_KEYS, chain: [key] }).begin().record();
    expect(await problems(filesOf(forged))).toEqual([
      ['hash_mismatch', W1, 1],
      ['hash_mismatch', W1, 2],
    ]);
  });

  test('a checkpoint that another key signed', async () => {
    const stranger = { ...TEST_KEYS, signing: [signingKeyFromPem(testPem(3))] } as const;
    const forged = new ChainMaker('w1', stranger).begin().record().checkpoint();
    expect(await problems(filesOf(forged))).toEqual([['unknown_signing_key', W1, 3]]);
    const kid = TEST_KEYS.signing[0].kid;
    const named = new ChainMaker('w1', {
      ...stranger,
      signing: [{ ...stranger.signing[0], kid }],
    });
    expect(await problems(filesOf(named.begin().record().checkpoint()))).toEqual([
      ['bad_signature', W1, 3],
    ]);
  });

  test('without the key of the chain, checkpoints show a change up to the last of them', async () => {
    const changed = withLines(files, W1, (lines) =>
      lines.map((line) => line.replace('"action":"block"', '"action":"allow"')),
    );
    expect(await problems(changed, { jwks: KEYS.jwks })).toEqual([
      ['checkpoint_mismatch', W1, 5],
      ['previous_mismatch', W1_SECOND, 1],
    ]);
  });
});

describe('what does not belong', () => {
  const { files, checkpoints } = smallLog();

  test.each<[string, string, (lines: string[]) => string[], unknown[]]>([
    [
      'a line with spaces',
      W1_LAST,
      ([a = '', ...b]) => [a.replace(',', ', '), ...b],
      ['malformed_line', W1_LAST, 1],
    ],
    ['an empty line', W1_LAST, ([a = '', ...b]) => [a, '\n', ...b], ['malformed_line', W1_LAST, 2]],
    [
      'a line that is too long',
      W1_LAST,
      ([a = '', ...b]) => [a, `${'x'.repeat(200_000)}\n`, ...b],
      ['line_too_long', W1_LAST, 2],
    ],
  ])('%s', async (_, file, change, problem) => {
    expect(await problems(withLines(files, file, change))).toContainEqual(problem);
  });

  test('a byte that is no UTF-8', async () => {
    const latin1 = Buffer.from(files.get(W1_LAST)?.toString() ?? '', 'latin1');
    expect(await problems(new Map(files).set(W1_LAST, latin1))).toEqual([
      ['malformed_line', W1_LAST, 2],
      ['malformed_line', W1_LAST, 3],
      ['checkpoint_mismatch', W1_LAST, 4],
    ]);
  });

  test('a seal with another count of lines', async () => {
    const sealed = new ChainMaker('w1').begin().system('audit.sealed', { records: 2 });
    expect(await problems(filesOf(sealed))).toEqual([['seal_mismatch', W1, 2]]);
  });

  test('lines after audit.sealed, and audit.segment in the middle', async () => {
    const sealed = new ChainMaker('w1').begin().seal().record();
    expect(await problems(filesOf(sealed))).toEqual([['misplaced_line', W1, 4]]);
    const twice = new ChainMaker('w1').begin().system('audit.segment', { key: '', previous: null });
    expect(await problems(filesOf(twice))).toEqual([['misplaced_line', W1, 2]]);
  });

  test('a damage that the writer has noted', async () => {
    const chain = new ChainMaker('w1').begin().system('audit.damaged', { file: W1, byte: 42 });
    const { problems: found } = await verify(filesOf(chain));
    expect(found).toMatchObject([{ code: 'damaged', file: W1, byte: 42 }]);
  });

  test('segments under the names of others', async () => {
    const swapped = new Map(files)
      .set(W1, files.get(W1_SECOND) ?? Buffer.alloc(0))
      .set(W1_SECOND, files.get(W1) ?? Buffer.alloc(0));
    const found = await problems(swapped);
    expect(found).toContainEqual(['segment_misnamed', W1, 1]);
    expect(found).toContainEqual(['segment_misnamed', W1_SECOND, 1]);
    const moved = new Map([[W1.replace('w1', 'w3'), files.get(W1) ?? Buffer.alloc(0)]]);
    expect(await problems(moved)).toContainEqual(['foreign_line', W1.replace('w1', 'w3'), 1]);
  });

  test('checkpoints elsewhere that are none', async () => {
    const [first = ''] = checkpoints.split(/(?<=\n)/);
    expect(await problemsWithSink(files, `no JSON\n${checkpoints}`)).toEqual([
      ['malformed_checkpoint', 'sink', 1],
    ]);
    expect(await problemsWithSink(files, first.replace('"seq":4', '"seq":5'))).toEqual([
      ['bad_signature', 'sink', 1],
    ]);
    expect(await problemsWithSink(files, `${checkpoints}{"writer":`)).toEqual([]);
  });

  test('another history than the one that was stated elsewhere, with both keys in hand', async () => {
    const chain = new ChainMaker('w1').begin().record(99).record().seal();
    expect(await problemsWithSink(filesOf(chain), checkpoints.split(/(?<=\n)/)[0] ?? '')).toEqual([
      ['checkpoint_mismatch', W1, 5],
    ]);
  });

  test('any bytes at all: an answer, and never ok', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
        for (const file of [W1, `${W1}.gz`]) {
          const found = await verify(new Map([[file, Buffer.from(bytes)]]));
          expect(found.ok).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('more problems than anybody reads: the first thousand', async () => {
    const { problems: found } = await verify(new Map([[W1, Buffer.alloc(5000, '\n')]]));
    expect(found).toHaveLength(1001);
    expect(found.at(-1)?.code).toBe('too_many_problems');
  });
});

describe('any change is found at its place', () => {
  const { files, checkpoints } = smallLog();
  const names = [...files.keys()];

  /** The line that comes after another of the same writer, in this segment or the next. */
  function placesOf(file: string, line: number): string[] {
    const next = names[names.indexOf(file) + 1];
    const follows = next?.slice(0, 9) === file.slice(0, 9) && line >= linesOf(files, file).length;
    return [`${file}:${line}`, `${file}:${line + 1}`, ...(follows ? [`${next}:1`] : [])];
  }

  function expectPlace(found: readonly AuditProblem[], file: string, line: number): void {
    const places = found.map((each) => `${each.file}:${each.line ?? 0}`);
    const wanted = placesOf(file, line);
    if (places.some((place) => wanted.includes(place))) return;
    throw new Error(
      `A change at ${file}:${line} was reported at ${places.join(', ') || 'no place'}.`,
    );
  }

  async function check(changed: LogFiles, touched: readonly [string, number][]): Promise<void> {
    const { problems: found } = await verify(changed);
    for (const [file, line] of touched) expectPlace(found, file, line);
  }

  /** Every line of every file but a writer's last, whose loss only a later checkpoint could show. */
  const lines = names.flatMap((file) =>
    linesOf(files, file).map((_, index) => [file, index] as const),
  );
  const anyLine = fc.constantFrom(...lines);
  const lastOfAll = (file: string, index: number) =>
    placesOf(file, index + 1).length === 2 && index === linesOf(files, file).length - 1;

  test('a byte changed, removed or inserted', async () => {
    const bytes = names.flatMap((file) =>
      Array.from(files.get(file) ?? [], (_, at) => [file, at] as const),
    );
    const chosen = EVERY_BYTE
      ? bytes
      : fc.sample(fc.constantFrom(...bytes), { numRuns: 400, seed: Date.now() });
    await inFolder(files, async (folder) => {
      for (const [file, at] of chosen) {
        const good = files.get(file) ?? Buffer.alloc(0);
        const line = good.subarray(0, at).toString('latin1').split('\n').length;
        for (const changed of changesAt(good, at)) {
          await writeFile(join(folder, file), changed);
          const { problems: found } = await verifyLog({ ...KEYS, folder });
          expectPlace(found, file, line);
        }
        await writeFile(join(folder, file), good);
      }
    });
  }, 3_600_000);

  test('a byte of a compressed segment changed, unless it says the same still', async () => {
    const bytes = compressed(files, W1_SECOND).get(`${W1_SECOND}.gz`) ?? Buffer.alloc(0);
    await inFolder(without(files, W1_SECOND), async (folder) => {
      for (let at = 0; at < bytes.length; at += EVERY_BYTE ? 1 : 11) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 + (at % 255));
        await writeFile(join(folder, `${W1_SECOND}.gz`), changed);
        const report = await verifyLog({ ...KEYS, folder });
        // Names and times in the header of gzip say nothing about the log.
        if (report.ok) expect(report.records).toBe(28);
        else expect(report.problems.map(({ file }) => file)).toContain(`${W1_SECOND}.gz`);
      }
    });
  }, 600_000);

  test('a compressed segment cut, or with bytes after its end', async () => {
    const bytes = compressed(files, W1_SECOND).get(`${W1_SECOND}.gz`) ?? Buffer.alloc(0);
    const rest = without(files, W1_SECOND);
    for (const changed of [
      ...[1, 9, 30, bytes.length >> 1].map((cut) => bytes.subarray(0, -cut)),
      ...['\0', '\0\0\0', 'x', '\x1f\x8b'].map((more) =>
        Buffer.concat([bytes, Buffer.from(more, 'latin1')]),
      ),
    ]) {
      const found = await problems(new Map([...rest, [`${W1_SECOND}.gz`, changed]]));
      expect(found.map(([, file]) => file)).toContain(`${W1_SECOND}.gz`);
    }
  });

  test('a line removed', async () => {
    for (const [file, index] of lines) {
      if (lastOfAll(file, index)) continue;
      const changed = withLines(files, file, (all) => all.toSpliced(index, 1));
      await check(changed, [[file, index + 1]]);
    }
  });

  test('a line doubled', async () => {
    for (const [file, index] of lines) {
      const changed = withLines(files, file, (all) => all.toSpliced(index, 0, all[index] ?? ''));
      await check(changed, [[file, index + 1]]);
    }
  });

  test('two lines swapped, of whatever segments and writers', async () => {
    await fc.assert(
      fc.asyncProperty(anyLine, anyLine, async ([fileA, a], [fileB, b]) => {
        fc.pre(fileA !== fileB || a !== b);
        const lineA = linesOf(files, fileA)[a] ?? '';
        const lineB = linesOf(files, fileB)[b] ?? '';
        const once = withLines(files, fileA, (all) => all.with(a, lineB));
        const twice = withLines(once, fileB, (all) => all.with(b, lineA));
        await check(twice, [
          [fileA, a + 1],
          [fileB, b + 1],
        ]);
      }),
      { numRuns: 100 },
    );
  });

  test('a segment removed, with the second sink also the last', async () => {
    for (const file of names) {
      const next = placesOf(file, 100)[2];
      const found = await problemsWithSink(without(files, file), checkpoints);
      const places = found.map(([, at, line]) => `${String(at)}:${String(line)}`);
      expect(places).toContain(next ?? `${file}:1`);
    }
  });

  test('the last line of a writer removed or replaced, with the second sink', async () => {
    for (const file of names.filter((each) => placesOf(each, 100).length === 2)) {
      const cut = withLines(files, file, (all) => all.toSpliced(-1, 1));
      expect(await problemsWithSink(cut, checkpoints)).toEqual([['tail_missing', file, 4]]);
      const other = withLines(files, file, (all) => all.toSpliced(-1, 1, all[1] ?? ''));
      expect(await problemsWithSink(other, checkpoints)).toEqual([
        ['sequence_repeat', file, 4],
        ['checkpoint_mismatch', file, 4],
      ]);
    }
  });

  test('two segments swapped', async () => {
    for (const a of names) {
      for (const b of names.slice(names.indexOf(a) + 1)) {
        const swapped = new Map(files)
          .set(a, files.get(b) ?? Buffer.alloc(0))
          .set(b, files.get(a) ?? Buffer.alloc(0));
        await check(swapped, [
          [a, 1],
          [b, 1],
        ]);
      }
    }
  });

  test('a tail cut anywhere where the second sink has the last checkpoint', async () => {
    const good = files.get(W1_LAST) ?? Buffer.alloc(0);
    await inFolder(new Map([...files, ['sink', Buffer.from(checkpoints)]]), async (folder) => {
      for (let cut = 0; cut < good.length; cut += 7) {
        await writeFile(join(folder, W1_LAST), good.subarray(0, cut));
        const { problems: found } = await verifyLog({
          ...KEYS,
          folder,
          live: true,
          checkpoints: join(folder, 'sink'),
        });
        const line = good.subarray(0, cut).toString('latin1').split('\n').length;
        expect(found).toMatchObject([{ code: 'tail_missing', file: W1_LAST, line }]);
      }
    });
  });
});

/** Another byte, no byte, and one more byte. */
function* changesAt(bytes: Buffer, at: number): Generator<Buffer> {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 + (at % 255));
  yield changed;
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  yield Buffer.concat([before, after.subarray(1)]);
  // Not the byte that stands there: in a run of equal ones that would be the same change as anywhere in the run.
  yield Buffer.concat([before, Buffer.from([at % 3 === 0 ? 0x0a : 0x30 + (at % 10)]), after]);
}
