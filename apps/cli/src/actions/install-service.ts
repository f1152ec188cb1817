import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CommandContext } from '../context.ts';
import { systemCode, systemReason } from '../errors/system-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { confirm } from '../input/confirm.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { lineDifference } from '../service/line-difference.ts';
import { serviceFile } from '../service/service-target.ts';
import type { ServeOptions } from './serve.ts';

/** Options of `safeai serve --install-service`. */
export interface InstallServiceOptions extends ServeOptions {
  readonly user?: string;
  readonly yes?: true;
  readonly force?: true;
  readonly dryRun?: true;
}

/**
 * Writes the file that makes a service of what this command line would serve, and tells how to start it; starts
 * nothing. A file that is there and differs is kept unless forced. With `dryRun` it prints the file, and answers
 * `pending` when it would write it.
 *
 * @throws UsageError; ConfigError
 */
export async function installService(
  options: InstallServiceOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { yes = false, force = false, dryRun = false } = options;
  const { path, text, next } = await serviceFile(options, host);
  const found = await readFound(path);
  const isUpToDate = found === text;
  if (dryRun) await output.raw(text);
  if (isUpToDate) {
    await output.note(`safeai: ${path} is up to date: nothing to do`);
    return EXIT.ok;
  }
  if (found !== undefined && (dryRun || !force)) await tellDifference(path, found, text, output);
  if (dryRun) {
    await output.note(`safeai: ${path} would be ${found === undefined ? 'written' : 'replaced'}`);
    return EXIT.pending;
  }
  if (found !== undefined && !force) {
    throw new UsageError(`${path} is there and differs; nothing was written`, {
      hint: '--force replaces it.',
    });
  }
  const verb = found === undefined ? 'writes' : 'replaces';
  await confirm({ what: `This ${verb} ${path}.`, expected: 'yes', yes }, host);
  await write(path, text);
  await output.line(`${found === undefined ? 'Wrote' : 'Replaced'} ${path}.`);
  await output.note('Next:');
  for (const command of next) await output.note(`  ${command}`);
  return EXIT.ok;
}

/** What is there already; undefined for nothing. */
async function readFound(path: string): Promise<string | undefined> {
  try {
    // A masked unit is a link to the null device.
    if (!(await lstat(path)).isFile()) {
      throw new UsageError(`${path} is there and is no file; nothing was written`);
    }
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    if (systemCode(cause) === 'ENOENT') return undefined;
    throw new UsageError(`cannot read ${path}: ${systemReason(cause)}`, { cause });
  }
}

async function tellDifference(
  path: string,
  found: string,
  text: string,
  output: Output,
): Promise<void> {
  await output.note(`${path} (-) differs from what would be written (+):`);
  for (const line of lineDifference(found, text)) await output.note(printable(line));
}

/** It is there whole or not at all. */
async function write(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, text, { flag: 'wx', mode: 0o644 });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new UsageError(`cannot write ${path}: ${systemReason(cause)}`, { cause });
  }
}
