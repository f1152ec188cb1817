import { lstat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { POLICY_TEMPLATES } from '@safeai/core';
import type { CommandContext } from '../context.ts';
import { systemCode, systemReason } from '../errors/system-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { configText } from '../init/config-text.ts';
import { findTemplate } from '../init/find-template.ts';
import { askForTemplate } from '../init/ask-for-template.ts';

/** Options of `safeai init`. */
export interface InitOptions {
  readonly yes?: true;
  readonly template?: string;
  readonly force?: true;
  readonly json?: true;
}

const FILE_NAME = 'safeai.yaml';

/** Writes safeai.yaml into the working folder; one that is there is kept unless told otherwise. */
export async function init(options: InitOptions, context: CommandContext): Promise<ExitCode> {
  const { host, output } = context;
  const path = join(host.cwd, FILE_NAME);
  const isThere = await exists(path);
  if (isThere && options.force !== true) throw alreadyThere();
  const name =
    options.template ??
    (options.yes === true ? undefined : await askForTemplate(POLICY_TEMPLATES, host));
  const template = name === undefined ? undefined : findTemplate(name, POLICY_TEMPLATES);
  await write(path, configText(template), options.force === true);
  if (options.json === true) {
    await output.json({ file: path, template: template?.name ?? null, replaced: isThere });
    return EXIT.ok;
  }
  const rules = template === undefined ? '' : ` with the rules of template ${template.name}`;
  await output.line(`${isThere ? 'Replaced' : 'Wrote'} ${FILE_NAME}${rules}.`);
  await output.note('Next: safeai validate checks it, safeai serve starts the proxy.');
  return EXIT.ok;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function write(path: string, text: string, isForced: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: isForced ? 'w' : 'wx' });
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') throw alreadyThere();
    throw new UsageError(`cannot write ${FILE_NAME}: ${systemReason(cause)}`, { cause });
  }
}

function alreadyThere(): UsageError {
  return new UsageError(`${FILE_NAME} is already here; nothing was written`, {
    hint: '--force replaces it.',
  });
}
