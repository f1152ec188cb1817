import type { Body } from '../format/record-line.ts';

import { Patience } from './patience.ts';

/** What is asked of the log at a time. */
export type Task = 'lines' | 'checkpoint' | 'rotate' | 'sync' | 'probe';

/** Lines that are written and acknowledged together. */
export class Batch {
  readonly task: Task;
  /** Whether it is of records: these are refused where disk space is short, the log's own lines are not. */
  readonly isRecords: boolean;
  readonly bodies: Body[] = [];
  readonly done: Promise<void>;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  readonly #patience: Patience;
  /** Whether whoever waits for it has been answered. */
  isSettled = false;

  /**
   * @param timeoutMs how long the disk may take for it from now, when its first line comes
   * @param onOverdue called when it has taken longer
   */
  constructor(
    task: Task,
    isRecords: boolean,
    timeoutMs: number,
    onOverdue: (batch: Batch) => void,
  ) {
    this.task = task;
    this.isRecords = isRecords;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#patience = new Patience(timeoutMs, () => {
      onOverdue(this);
    });
  }

  resolve(): void {
    this.isSettled = true;
    this.#patience.stop();
    this.#resolve();
  }

  reject(error: Error): void {
    this.isSettled = true;
    this.#patience.stop();
    this.#reject(error);
  }
}
