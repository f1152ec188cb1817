import type { BuriedSegment } from '../format/system-lines.ts';
import { compressSegment, type CompressTask } from './compress-segment.ts';
import { describeSegment, type DescribeTask } from './describe-segment.ts';
import { indexSegment, type IndexTask } from './index-segment.ts';

/** The heavy parts of maintenance: plain data in and out, so that another thread can do them. */
export interface MaintenanceTasks {
  index(task: IndexTask): Promise<void>;
  compress(task: CompressTask): Promise<void>;
  describe(task: DescribeTask): Promise<BuriedSegment | undefined>;
  /** Ends what carries them out. */
  close(): Promise<void>;
}

/** Carried out in the thread that asks. */
export const tasksInThread: MaintenanceTasks = {
  index: indexSegment,
  compress: compressSegment,
  describe: describeSegment,
  close: () => Promise.resolve(),
};
