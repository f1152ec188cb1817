import { expect, test } from '@jest/globals';
import { bundleChild, WriterProcess } from './append-processes.ts';
import { lines, openLog, recordedIds, testRecord, verify } from './append-bed.ts';
import { temporaryFolder } from './temporary-folder.ts';

bundleChild();

/** The long run sets more. */
const ROUNDS = Number(process.env.SAFEAI_KILL_ROUNDS ?? 5);

test(
  `killed at any moment: nothing acknowledged is lost, no line is half, the chain verifies (${ROUNDS} rounds)`,
  async () => {
    const folder = temporaryFolder();
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = new WriterProcess(folder, 'append', 32, round * 1_000_000);
      // Moments that differ: in the first batch, among rotations, in between.
      await child.hasTold(1 + ((round * 377) % 1500));
      await child.kill();
      const [writer, ...numbers] = child.told;
      expect(writer).toBe('w1');
      acknowledged.push(...numbers.map((number) => testRecord(Number(number)).decisionId));
    }
    const { log } = await openLog(folder);
    expect(log.writer).toBe('w1');
    await log.append(testRecord(999_999_999));
    await log.close();
    // Reading the lines says whether one is torn.
    expect(lines(folder).length).toBeGreaterThan(0);
    const recorded = recordedIds(folder);
    expect(new Set(recorded).size).toBe(recorded.length);
    const there = new Set(recorded);
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    expect((await verify(folder)).problems).toEqual([]);
  },
  30_000 + ROUNDS * 5000,
);
