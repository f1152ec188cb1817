import { ValueBuilder } from './source-map.ts';
import type { Expansion } from './syntax.ts';

/** A word while it is being read. */
export class WordParts {
  readonly text = new ValueBuilder();
  readonly expansions: Expansion[] = [];
  quoted = false;
}
