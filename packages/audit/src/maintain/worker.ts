import { parentPort } from 'node:worker_threads';

import { tasksInThread } from './tasks.ts';
import type { TaskAnswer, TaskRequest } from './worker-tasks.ts';

/** The thread that maintenance works in: tasks come as messages, one answer each. */
parentPort?.on('message', (request: TaskRequest) => {
  void answer(request).then((message) => parentPort?.postMessage(message));
});

async function answer({ id, kind, task }: TaskRequest): Promise<TaskAnswer> {
  try {
    return { id, result: await tasksInThread[kind](task as never) };
  } catch (error) {
    return { id, error };
  }
}
