import { startBed } from './bed.mjs';
import { writeRecords } from './records.mjs';
import { seed } from './seed.mjs';

/**
 * A bed as an installation that has served for thirty days: a history in the audit log, and what `seed` fills in.
 *
 * @param records how many the history has
 * @returns the bed, with `seeded` (what `seed` tells), `former` (ids of the `first` and the `last` decision of the history)
 *   and `seededAt` (a Date: everything later is of `seed`)
 */
export async function startFilledBed({ records = 10_000 } = {}) {
  let former;
  const bed = await startBed({
    before: async (folder) => {
      former = await writeRecords(folder, { records });
    },
  });
  const seededAt = new Date();
  try {
    return Object.assign(bed, { seeded: await seed(bed), seededAt, former });
  } catch (error) {
    await bed.stop();
    throw error;
  }
}
