/**
 * Preloaded into a server: as long as the file that `SAFEAI_TEST_EIO` names is there, every write and every flush of
 * a segment of the audit log is done, and fails with EIO all the same, as a disk does that cannot promise to keep it.
 */
import { existsSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { open } = promises;
const FLUSHES = ['write', 'datasync', 'sync'];

promises.open = async (path, ...rest) => {
  const file = await open(path, ...rest);
  if (!/audit-[^/]*\.ndjson$/.test(String(path))) return file;
  for (const name of FLUSHES) {
    const real = file[name].bind(file);
    file[name] = async (...args) => {
      const done = await real(...args);
      if (!existsSync(process.env.SAFEAI_TEST_EIO)) return done;
      throw Object.assign(new Error(`EIO: i/o error, ${name}`), { code: 'EIO' });
    };
  }
  return file;
};
syncBuiltinESMExports();
