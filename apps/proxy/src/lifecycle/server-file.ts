import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running server says of itself to the other programs of its user. */
export interface ServerFileContent {
  readonly url: string;
  readonly pid: number;
  /** The key that is the principal `local-cli`. */
  readonly token: string;
  /** ISO 8601, UTC. */
  readonly started_at: string;
}

const NAME = 'server.json';

/**
 * Writes `server.json`, readable for this user alone. It is there whole or not at all; that of another server on
 * the same folder is replaced.
 */
export async function writeServerFile(folder: string, content: ServerFileContent): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${NAME}.${randomUUID()}`);
  try {
    // `wx`: nothing that was put there before is written through.
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(content)}\n`);
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, NAME));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** Removes `server.json` if it is that of the server with this token. Never rejects. */
export async function removeServerFile(folder: string, token: string): Promise<void> {
  const path = join(folder, NAME);
  try {
    const { token: found } = JSON.parse(await readFile(path, 'utf8')) as Partial<ServerFileContent>;
    if (found === token) await unlink(path);
  } catch {
    // Not there, or another's: there is nothing of ours to remove.
  }
}
