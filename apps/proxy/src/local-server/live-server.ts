import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { isLoopbackHost } from './loopback-host.ts';

/** What a running server says of itself in `<state folder>/server.json`. */
export interface ServerFile {
  readonly url: string;
  readonly pid: number;
  /** Proves that whoever sends it can read the state folder. */
  readonly token: string;
}

/** The server that works on a state folder, if one does: a file of a process that is gone does not count. */
export async function liveServer(stateFolder: string): Promise<ServerFile | undefined> {
  const file = await readServerFile(stateFolder);
  return file !== undefined && isAlive(file.pid) ? file : undefined;
}

/** Where a server says where it is. */
export function serverFile(stateFolder: string): string {
  return join(stateFolder, 'server.json');
}

/** What the last server on a state folder left there, if it is whole. */
export async function readServerFile(stateFolder: string): Promise<ServerFile | undefined> {
  try {
    return parse(await readFile(serverFile(stateFolder), 'utf8'));
  } catch {
    return undefined;
  }
}

function parse(text: string): ServerFile | undefined {
  try {
    const { url, pid, token } = JSON.parse(text) as Partial<ServerFile>;
    if (typeof url !== 'string' || typeof token !== 'string' || !Number.isInteger(pid)) {
      return undefined;
    }
    // A folder may come from anywhere, and what it holds must send nobody elsewhere.
    if (!isOfThisMachine(new URL(url).hostname)) return undefined;
    return { url, pid: pid ?? 0, token };
  } catch {
    return undefined;
  }
}

function isOfThisMachine(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  if (isLoopbackHost(address)) return true;
  return Object.values(networkInterfaces()).some((all) =>
    all?.some((own) => own.address === address),
  );
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Someone else's process is one too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
