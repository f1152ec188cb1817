import { EVENT_ID, YAMLException, parseEvents, type Event } from 'js-yaml';
import type { Problem } from '../problem.ts';
import type { ConfigNode } from './node.ts';
import type { Source } from './source.ts';
import { TreeBuilder, TreeRefused } from './tree-builder.ts';

/** Deepest nesting of lists and maps in a file. */
const MAX_DEPTH = 64;

/**
 * Reads a YAML text into nodes that know their place. All that is wrong is added to `problems`;
 * undefined stands for an empty text, and for one too broken to go on with.
 */
export function parseYaml(source: Source, problems: Problem[]): ConfigNode | undefined {
  const events = readEvents(source, problems);
  if (events === undefined) return undefined;
  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT).length;
  if (documents > 1) {
    const place = { source, offset: source.text.lastIndexOf('\n---') + 1 };
    problems.push({ message: 'a file holds one YAML document, not several', path: [], place });
    return undefined;
  }
  const builder = new TreeBuilder(source, problems);
  try {
    for (const event of events) builder.take(event);
  } catch (error) {
    if (!(error instanceof TreeRefused)) throw error;
    return undefined;
  }
  return builder.root;
}

function readEvents(source: Source, problems: Problem[]): Event[] | undefined {
  try {
    return parseEvents(source.text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    // Only the reason: the exception's own message quotes the text around it.
    const offset = error.mark?.position ?? 0;
    problems.push({
      message: `${error.reason}${hintFor(error.reason, source.text, offset)}`,
      path: [],
      place: { source, offset },
    });
    return undefined;
  }
}

function hintFor(reason: string, text: string, offset: number): string {
  if (reason === 'deficient indentation') return '; is a quote or bracket above still open?';
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] ?? '';
  if (/[[{,:]\s*\$\{/.test(line) && /[[{]/.test(line.replace(/\$\{[^}]*\}/g, ''))) {
    return '; inside [ ] or { } put "${VAR}" in quotes';
  }
  return '';
}
