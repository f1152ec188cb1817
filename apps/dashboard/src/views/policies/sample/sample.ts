import { useKept } from '../../../data/kept.ts';
import { EMPTY_SAMPLE, type Sample } from './sample-body.ts';

/** The user's sample, in this page's memory alone. */
export function useSample(): readonly [Sample, (sample: Sample) => void] {
  return useKept('sample', EMPTY_SAMPLE);
}
