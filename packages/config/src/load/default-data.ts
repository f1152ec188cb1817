import type { ConfigData } from '../config-data.ts';
import { emptyMap } from '../yaml/node-from.ts';
import { Source } from '../yaml/source.ts';
import { NOTHING_INCLUDED, buildConfig } from './build.ts';

/** What an empty file stands for. */
export function defaultData(): ConfigData {
  const place = { source: new Source('defaults', '.', ''), offset: 0 };
  return buildConfig(emptyMap(place), [], NOTHING_INCLUDED);
}
