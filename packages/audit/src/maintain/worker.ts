import { parentPort } from 'node:worker_threads';

import { compressSegment } from './compress-segment.ts';
import { describeSegment } from './describe-segment.ts';
import { indexSegment } from './index-segment.ts';
import type { TaskAnswer, TaskRequest } from './worker-tasks.ts';

const CARRY_OUT: Record<TaskRequest['kind'], (task: never) => Promise<unknown>> = {
  index: indexSegment,
  compress: compressSegment,
  describe: describeSegment,
};

/** The thread that maintenance works in: tasks come as messages, one answer each. */
parentPort?.on('message', (request: TaskRequest) => {
  void answer(request).then((message) => parentPort?.postMessage(message));
});

async function answer({ id, kind, task }: TaskRequest): Promise<TaskAnswer> {
  try {
    return { id, result: await CARRY_OUT[kind](task as never) };
  } catch (error) {
    return { id, error };
  }
}
