import { Worker } from 'node:worker_threads';

import type { BuriedSegment } from '../format/system-lines.ts';
import type { CompressTask } from './compress-segment.ts';
import type { DescribeTask } from './describe-segment.ts';
import type { IndexTask } from './index-segment.ts';
import type { MaintenanceTasks } from './tasks.ts';

/** A task on its way to the thread. */
export interface TaskRequest {
  readonly id: number;
  readonly kind: 'index' | 'compress' | 'describe';
  readonly task: IndexTask | CompressTask | DescribeTask;
}

/** What came of it. */
export interface TaskAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: unknown;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** More room for what is soon done with would only be memory that stays taken. */
const LIMITS = { maxYoungGenerationSizeMb: 6 };

/**
 * Carries maintenance out in a thread of its own, so that a busy event loop is not kept waiting. The thread is
 * started at the first task, keeps no process alive between tasks, and is started anew after it died.
 */
export class WorkerTasks implements MaintenanceTasks {
  readonly #script: URL;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;

  /** @param script the compiled `worker.js` */
  constructor(script: URL) {
    this.#script = script;
  }

  async index(task: IndexTask): Promise<void> {
    await this.#ask('index', task);
  }

  async compress(task: CompressTask): Promise<void> {
    await this.#ask('compress', task);
  }

  async describe(task: DescribeTask): Promise<BuriedSegment | undefined> {
    return (await this.#ask('describe', task)) as BuriedSegment | undefined;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#fail(new Error('Maintenance of the audit log was stopped.'));
    await worker?.terminate();
  }

  #ask(kind: TaskRequest['kind'], task: TaskRequest['task']): Promise<unknown> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, kind, task } satisfies TaskRequest);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { resourceLimits: LIMITS });
    const ended = (error: unknown): void => {
      if (this.#worker === worker) this.#fail(error);
    };
    worker.on('message', ({ id, result, error }: TaskAnswer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) worker.unref();
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(error);
    });
    worker.on('error', ended);
    worker.on('exit', () => {
      ended(new Error('The thread that maintains the audit log ended.'));
    });
    return worker;
  }

  #fail(error: unknown): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
