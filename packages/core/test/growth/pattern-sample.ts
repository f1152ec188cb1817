import type { CharSet } from '../../src/detection/engine/char-set.ts';
import type { PatternNode } from '../../src/detection/engine/pattern-node.ts';

/** Characters that stand for a set, if it holds them: the ones that other sets hold too come first. */
const PREFERRED = Array.from('1aAb2Bx .-_/:=+,', (char) => char.charCodeAt(0));

/** Longest sample. */
const MAX_SAMPLE = 2048;

/** How a sample takes choices and repeats. */
export type SampleSize = 'shortest' | 'longest';

/** A text that a pattern matches, but for its look-arounds and borders, which are not heeded. */
export function sampleOf(node: PatternNode, size: SampleSize): string {
  switch (node.kind) {
    case 'chars':
      return String.fromCodePoint(charOf(node.set));
    case 'test':
      return '';
    case 'sequence': {
      let sample = '';
      for (const item of node.items) sample += sampleOf(item, size);
      return sample;
    }
    case 'choice': {
      const samples = node.options.map((option) => sampleOf(option, size));
      samples.sort((left, right) => left.length - right.length);
      return samples[size === 'shortest' ? 0 : samples.length - 1] ?? '';
    }
    case 'repeat': {
      const item = sampleOf(node.item, size);
      const most = Math.max(node.from, Math.floor(MAX_SAMPLE / Math.max(1, item.length)));
      return item.repeat(size === 'shortest' ? node.from : Math.min(node.to, most));
    }
  }
}

function charOf(set: CharSet): number {
  for (const code of PREFERRED) {
    for (let at = 0; at + 1 < set.length; at += 2) {
      if (code >= (set[at] ?? 0) && code <= (set[at + 1] ?? 0)) return code;
    }
  }
  return set[0] ?? 0x20;
}
