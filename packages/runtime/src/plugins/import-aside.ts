import { setTimeout as delay } from 'node:timers/promises';
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from 'node:worker_threads';
import type { ThreadData, ThreadReply } from './thread-data.ts';

const MEMORY_MB = 256;

/** Milliseconds that are waited for a thread to end. One that waits for another program ends when that does. */
const END_MS = 1000;

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
  // Not the thread's own channel: a module that finds itself in a thread may talk to whoever started it.
  const { port1: answers, port2: port } = new MessageChannel();
  let thread: Worker;
  try {
    thread = startThread(data, port);
  } catch {
    answers.close();
    return { is: 'refused', problem: 'the thread to import it in cannot be started' };
  }
  // Nobody reads it; it must not fill up and stop the thread.
  thread.stdout.resume();
  thread.stderr.resume();
  try {
    return await replyOf(thread, answers, limitMs);
  } finally {
    answers.close();
    await ended(thread);
  }
}

function startThread(data: ThreadData, port: MessagePort): Worker {
  return new Worker(THREAD, {
    workerData: { ...data, port },
    transferList: [port],
    name: 'safeai-plugin',
    // Without it `import.meta.resolve` knows no other place to start from than the thread's own.
    execArgv: ['--experimental-import-meta-resolve'],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    stdout: true,
    stderr: true,
  });
}

function replyOf(thread: Worker, answers: MessagePort, limitMs: number): Promise<ThreadReply> {
  return new Promise((resolve) => {
    const settle = (reply: ThreadReply): void => {
      clearTimeout(timer);
      resolve(reply);
    };
    const refuse = (problem: string): void => {
      settle({ is: 'refused', problem });
    };
    const timer = setTimeout(() => {
      refuse(`its import takes longer than ${limitMs / 1000} s`);
    }, limitMs);
    answers.once('message', settle);
    thread.once('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      refuse(isMemory ? `its import needs more than ${MEMORY_MB} MiB` : 'its import fails');
    });
    thread.once('exit', () => {
      const last = receiveMessageOnPort(answers) as { readonly message: ThreadReply } | undefined;
      if (last !== undefined) settle(last.message);
      refuse('its import ends the process, or waits for what never comes');
    });
  });
}

/** Ends a thread; one that cannot be ended now is left to itself, and holds nothing up. */
async function ended(thread: Worker): Promise<void> {
  const giveUp = new AbortController();
  const late = delay(END_MS, undefined, { signal: giveUp.signal }).catch(() => undefined);
  await Promise.race([thread.terminate(), late]);
  giveUp.abort();
  thread.unref();
}
