import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { afterAll } from '@jest/globals';
import type { Machine } from '../src/host.ts';
import { run } from '../src/run.ts';

/** What a command is run with. */
export interface Given {
  readonly stdin?: string | Buffer | Readable;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly machine?: Partial<Machine>;
  /** Both outputs are terminals. */
  readonly isTerminal?: boolean;
}

/** A machine on which nobody is root. */
export const MACHINE: Machine = {
  platform: 'linux',
  uid: 1000,
  home: '/nowhere',
  node: '/usr/bin/node',
  script: '/opt/safeai/apps/cli/bin/safeai.cjs',
  root: '',
};

/** What a command did. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command in this process, its streams captured. State that no configuration places lies in a home folder
 * that is gone after the test file.
 */
export async function runCli(argv: readonly string[], given: Given = {}): Promise<Ran> {
  const stdout = new Captured(given.isTerminal ?? false);
  const stderr = new Captured(given.isTerminal ?? false);
  const code = await run(argv, {
    stdin: stdinOf(given.stdin),
    stdout,
    stderr,
    env: { HOME: await home(), ...given.env },
    cwd: given.cwd ?? (await home()),
    machine: { ...MACHINE, home: await home(), ...given.machine },
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

let made: Promise<string> | undefined;

/** A home folder of this test file's own. */
export function home(): Promise<string> {
  made ??= mkdtemp(join(tmpdir(), 'safeai-cli-home-')).then((path) => realpath(path));
  return made;
}

afterAll(async () => {
  if (made !== undefined) await rm(await made, { recursive: true, force: true });
});

class Captured extends Writable {
  text = '';
  readonly isTTY: boolean;

  constructor(isTTY: boolean) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

function stdinOf(stdin: Given['stdin']): Readable {
  if (stdin === undefined) return new PassThrough().end();
  return stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)]);
}

/** A new folder with the given files, removed by {@link removeFolders}. */
export async function folderWith(
  files: Readonly<Record<string, string | Buffer>>,
): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'safeai-cli-')));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const folders: string[] = [];

/** Removes the folders that {@link folderWith} made. */
export async function removeFolders(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}

/** What a command printed as JSON. */
export function json(ran: Ran): unknown {
  return JSON.parse(ran.stdout);
}
