/** The thread that holds the files: everything of SQLite's happens here, away from the program's own thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { CLOSE, type Reply, type Request, type ThreadData } from '../requests.ts';
import { type Driver, retryWhileBusy } from './database.ts';
import { failureOf, isBusy, StateFailure } from './failure.ts';
import { createHandlers, type Handler } from './handlers.ts';
import { openStateFiles, type StateFiles } from './state-files.ts';
import { WriteQueue } from './write-queue.ts';

/** How often rows that are long over are removed, in milliseconds. */
const SWEEP_EVERY_MS = 3_600_000;

const data = workerData as ThreadData;

async function loadDriver(): Promise<Driver> {
  try {
    return (await import('libsql')).default;
  } catch {
    throw new StateFailure(
      `SQLite (the package libsql) has no binary for this machine (${process.platform} ${process.arch}), or it was left out at installation. Install again with optional dependencies, or set \`state.backend: memory\`, which keeps nothing.`,
    );
  }
}

function serve(files: StateFiles): void {
  const handlers: Readonly<Record<string, Handler>> = createHandlers(files);
  let isUsable = true;
  /** Files that are no more in their place are left at once, and with them this thread: another opens what is there. */
  const areInPlace = (): boolean => {
    if (!isUsable) return false;
    try {
      files.inPlace.check();
      return true;
    } catch (error) {
      isUsable = false;
      clearInterval(sweeping);
      closeFiles(files);
      send([null, null, failureOf(error).message]);
      sendAll();
      parentPort?.close();
      return false;
    }
  };
  const queues = {
    state: new WriteQueue(files.state, areInPlace, sendAll, files.budgets),
    sessionState: new WriteQueue(files.sessionState, areInPlace, sendAll),
  };

  const answer = ([id, name, args]: Request): void => {
    const handler = handlers[name];
    if (handler === undefined) return;
    const run = (): unknown => handler.run(...(args as never[]));
    const failed = (error: unknown): void => {
      send([id, null, failureOf(error).message]);
    };
    const done = (result: unknown): void => {
      send([id, result]);
    };
    const { kind, isWhole = false } = handler;
    const enqueue = (): void => {
      const deadline = performance.now() + data.waitMs;
      queues[handler.file].add({ run, done, failed, deadline, isAlone: kind === 'alone', isWhole });
    };
    if (kind !== 'read') {
      enqueue();
      return;
    }
    if (!areInPlace()) return;
    let result: unknown;
    try {
      result = run();
    } catch (error) {
      // Readers wait for nobody but in rare moments, such as another process's recovery.
      if (isBusy(error)) enqueue();
      else failed(error);
      return;
    }
    done(result);
  };

  const removeOldRows = (): void => {
    const { oldRows } = files;
    if (!oldRows.areThere()) return;
    queues.state.add({
      run: () => {
        oldRows.remove();
      },
      // More than go at once: the rest of them.
      done: removeOldRows,
      failed: () => undefined,
      deadline: performance.now() + data.waitMs,
    });
  };
  const sweeping = setInterval(removeOldRows, SWEEP_EVERY_MS).unref();
  removeOldRows();

  const close = async (): Promise<void> => {
    clearInterval(sweeping);
    await Promise.all([queues.state.idle(), queues.sessionState.idle()]);
    closeFiles(files);
    parentPort?.close();
  };

  parentPort?.on('message', (message: readonly Request[] | typeof CLOSE) => {
    if (message === CLOSE) {
      void close();
      return;
    }
    for (const request of message) answer(request);
    sendAll();
  });
}

function closeFiles({ state, sessionState }: StateFiles): void {
  sessionState.close();
  state.close();
}

/** What goes with the next message: each costs the other thread a turn. */
let replies: Reply[] = [];

function send(reply: Reply): void {
  replies.push(reply);
}

function sendAll(): void {
  if (replies.length === 0) return;
  parentPort?.postMessage(JSON.stringify(replies));
  replies = [];
}

try {
  const driver = await loadDriver();
  serve(retryWhileBusy(data.waitMs, () => openStateFiles(driver, data)));
} catch (error) {
  send([null, null, failureOf(error).message]);
  sendAll();
}
