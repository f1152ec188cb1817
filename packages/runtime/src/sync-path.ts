import { open, stat } from 'node:fs/promises';

/** Makes a file's content, or a folder's names, durable. Windows cannot do that to a folder, and need not. */
export async function syncPath(path: string): Promise<void> {
  const isFolder = (await stat(path)).isDirectory();
  if (isFolder && process.platform === 'win32') return;
  const handle = await open(path, isFolder ? 'r' : 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
