import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { JsonArrayReader, SseReader, type PartKind } from '@safeai/protocols';
import { isContent, CANARY, CUT, holdsCanary, type Place } from './guard-matrix/place.ts';
import { nameOf, PLACES, runMatrix, type Matrix } from './guard-matrix/matrix.ts';
import { runAction } from './guard-matrix/run.ts';
import { STREAM_PLACES } from './guard-matrix/stream-places.ts';
import { WORD_PLACES } from './guard-matrix/word-places.ts';

/** What docs/reference/guard-coverage.md is made from. Set SAFEAI_RECORD to write it anew. */
const RECORD = new URL('../../../tools/docs/guard-coverage.json', import.meta.url);
const LONG = 300_000;

describe('the places', () => {
  it.each(STREAM_PLACES.map((place) => [nameOf(place), place] as const))(
    'of a stream are what they say: %s',
    (_, place) => {
      for (const pieces of place.flows ? [[CANARY], CUT] : [[CANARY]]) {
        const { kinds, terminal } = kindsOf(place, place.write(pieces));
        expect(terminal).toBe(true);
        expect(kinds).toEqual(new Set([place.kind]));
      }
    },
  );

  it('have in streams every kind of content that whole answers have', () => {
    const kinds = (carriers: readonly string[]): Set<string> =>
      new Set(
        PLACES.filter(
          ({ carrier, direction }) => direction === 'answer' && carriers.includes(carrier),
        ).map(({ protocol, kind }) => `${protocol.id} ${kind}`),
      );
    const streamed = new Set(STREAM_PLACES.map(({ protocol }) => protocol.id));
    const missing = [...kinds(['json'])].filter(
      (kind) => [...streamed].some((id) => kind.startsWith(`${id} `)) && !kinds(['sse']).has(kind),
    );
    expect(missing).toEqual([]);
  });
});

/** As what the canary is found in a stream, and whether the stream has an end. */
function kindsOf(
  { protocol, carrier }: Place,
  written: string,
): { kinds: Set<string>; terminal: boolean } {
  const stream = protocol.openStream(carrier === 'sse' ? {} : { framing: 'json-array' });
  const reader = carrier === 'sse' ? new SseReader() : new JsonArrayReader();
  const said = new Map<string, string>();
  const kinds = new Set<string>();
  let terminal = false;
  for (const event of [...reader.push(Buffer.from(written)), ...reader.end()]) {
    const step = stream.read(event);
    terminal ||= step.terminal;
    for (const { channel, text } of step.deltas) {
      const now = (said.get(channel) ?? '') + text;
      said.set(channel, now);
      const kind: PartKind | undefined = stream.channels.get(channel)?.kind;
      if (holdsCanary(now) && kind !== undefined) kinds.add(kind);
    }
    for (const { kind, text, value } of step.whole) {
      if (holdsCanary(`${text ?? ''} ${JSON.stringify(value ?? null)}`)) kinds.add(kind);
    }
    for (const { why, value } of step.unscanned) {
      if (holdsCanary(JSON.stringify(value))) kinds.add(why);
    }
  }
  return { kinds, terminal };
}

function rowOf({ protocol, carrier, direction, kind }: Place): string {
  return [protocol.id, carrier, direction, kind].join(' ');
}

describe('the judge', () => {
  it(
    'sees in each row what is not guarded',
    async () => {
      const rows = new Map(PLACES.filter(isContent).map((place) => [rowOf(place), place]));
      const outcomes = await runAction('allow', [...rows.values()], 'window', 'block');
      const unseen = outcomes.filter(
        ({ place, faults }) =>
          !faults.some((fault) =>
            place.direction === 'request'
              ? fault === 'it reached the provider'
              : fault.startsWith('the canary reached the caller'),
          ),
      );
      expect(unseen.map(({ place }) => nameOf(place))).toEqual([]);
    },
    LONG,
  );
});

/** A row a line, so that a change is seen. */
function recordOf(trials: number, rows: Matrix['rows']): string {
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`);
  return `{\n  "trials": ${String(trials)},\n  "rows": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

describe('the matrix', () => {
  let matrix: Matrix;
  beforeAll(async () => {
    matrix = await runMatrix();
  }, LONG);

  it('has no cell that is not guarded', () => {
    expect(matrix.faults).toEqual([]);
  });

  it('has a trial in every cell', () => {
    const empty = matrix.rows.filter(({ held, failed }) => held.length + failed.length < 2);
    expect(empty).toEqual([]);
  });

  it('is what the reference says', async () => {
    const { rows, trials } = matrix;
    const written = recordOf(trials, rows);
    if (process.env.SAFEAI_RECORD !== undefined) await writeFile(RECORD, written);
    expect(JSON.parse(await readFile(RECORD, 'utf8'))).toEqual(JSON.parse(written));
  });
});

describe('words of the formats', () => {
  it.each(['block', 'redact'] as const)('are judged wherever they stand: %s', async (action) => {
    const places = WORD_PLACES.map((place) => ({
      ...place,
      kind: 'text' as const,
      role: 'user' as const,
    }));
    const outcomes = await runAction(action, places);
    expect(outcomes.map(({ place, faults }) => [place.where, faults])).toEqual(
      WORD_PLACES.map(({ where }) => [where, []]),
    );
  });
});
