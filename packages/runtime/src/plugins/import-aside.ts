import { Worker } from 'node:worker_threads';
import type { ThreadData, ThreadReply } from './thread-data.ts';

const MEMORY_MB = 256;

/** From source, the thread needs its types taken out first. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './from-source.mjs' : './thread.js',
  import.meta.url,
);

/**
 * Runs a plugin's module in a thread of its own and copies out what it exports. Nothing that the module does at its
 * import (an endless loop, `process.exit`, too much memory) reaches beyond the thread, which is over afterwards;
 * what it prints is dropped. Never rejects.
 *
 * @param limitMs milliseconds until the thread is ended
 */
export async function importAside(data: ThreadData, limitMs: number): Promise<ThreadReply> {
  let thread: Worker;
  try {
    thread = startThread(data);
  } catch {
    return { is: 'refused', problem: 'the thread to import it in cannot be started' };
  }
  // Nobody reads it; it must not fill up and stop the thread.
  thread.stdout.resume();
  thread.stderr.resume();
  try {
    return await replyOf(thread, limitMs);
  } finally {
    await thread.terminate();
  }
}

function startThread(data: ThreadData): Worker {
  return new Worker(THREAD, {
    workerData: data,
    name: 'safeai-plugin',
    // Without it `import.meta.resolve` knows no other place to start from than the thread's own.
    execArgv: ['--experimental-import-meta-resolve'],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    stdout: true,
    stderr: true,
  });
}

function replyOf(thread: Worker, limitMs: number): Promise<ThreadReply> {
  return new Promise((resolve) => {
    const refuse = (problem: string): void => {
      clearTimeout(timer);
      resolve({ is: 'refused', problem });
    };
    const timer = setTimeout(() => {
      refuse(`its import takes longer than ${limitMs / 1000} s`);
    }, limitMs);
    thread.once('message', (reply: ThreadReply) => {
      clearTimeout(timer);
      resolve(reply);
    });
    thread.once('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      refuse(isMemory ? `its import needs more than ${MEMORY_MB} MiB` : 'its import fails');
    });
    thread.once('exit', () => {
      refuse('its import ends the process, or waits for what never comes');
    });
  });
}
