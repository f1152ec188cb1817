import { describe, expect, test } from '@jest/globals';

import { bytesOf, cut } from '../../../packages/protocols/test/drive.ts';
import { FAILING, STREAMS } from '../../../packages/protocols/test/streams.ts';
import { guarded, OPEN, openHouse, readStream } from './support/guarded-streams.ts';

const MODES = ['window', 'buffer', 'audit'] as const;

describe.each([...STREAMS, ...FAILING])('$name', ({ protocol, text, says }) => {
  const bytes = bytesOf(text);
  const each = [...bytes].map((_, at) => bytes.subarray(at, at + 1));

  test.each(MODES)('goes on byte for byte in mode %s where nothing is found', async (mode) => {
    for (const pieces of [[bytes], each]) {
      const answer = await guarded({ protocol, rules: OPEN, mode }, pieces);
      expect(answer.error).toBeUndefined();
      expect(answer.text).toBe(text);
      expect(answer.stream.finished).toBe(true);
    }
  });

  test('comes out the same however it is cut, with what is found replaced', async () => {
    const whole = await guarded({ protocol }, [bytes]);
    expect(whole.error).toBeUndefined();
    const replaced = Object.entries(says).map(([channel, said]): [string, string] => [
      channel,
      /arguments|input/.test(channel)
        ? said
        : said.replace('alice@example.com', '[EMAIL_REDACTED]'),
    ]);
    const read = readStream(protocol, whole.text);
    expect(read.says).toMatchObject(Object.fromEntries(replaced));
    const house = openHouse();
    // Every place is a cut in one of these.
    const cuts = Array.from({ length: 32 }, (_, offset) =>
      cut(
        bytes,
        [...bytes.keys()].filter((at) => at % 32 === offset),
      ),
    );
    for (const pieces of [each, ...cuts]) {
      const answer = await guarded({ protocol, house }, pieces);
      expect(answer.text).toBe(whole.text);
      expect(answer.records.map(({ event }) => event)).toEqual(
        whole.records.map(({ event }) => event),
      );
    }
  });
});
