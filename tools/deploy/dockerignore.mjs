import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What Docker would send as the context of a build: the paths of all files that a .dockerignore leaves in, from the
 * context's folder.
 *
 * Source: docs.docker.com, "Build context", ".dockerignore files"
 */
export function contextFiles(folder, ignoreText) {
  const rules = rulesOf(ignoreText);
  const files = [];
  const walk = (inner) => {
    for (const entry of readdirSync(join(folder, inner), { withFileTypes: true })) {
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      const isOut = isIgnored(path, rules);
      if (!entry.isDirectory()) {
        if (!isOut) files.push(path);
      } else if (!isOut || rules.some(({ keeps, text }) => keeps && text.startsWith(`${path}/`))) {
        walk(path);
      }
    }
  };
  walk('');
  return files;
}

function rulesOf(ignoreText) {
  return ignoreText
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const keeps = line.startsWith('!');
      const text = keeps ? line.slice(1) : line;
      return { keeps, text, pattern: patternOf(text) };
    });
}

/** A rule holds for a path and for all below it; of several the last one decides. */
function isIgnored(path, rules) {
  let isOut = false;
  for (const { keeps, pattern } of rules) if (pattern.test(path)) isOut = !keeps;
  return isOut;
}

function patternOf(glob) {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*\*\/|\*|\?/g, (found) =>
      found === '**/' ? '(?:.*/)?' : found === '*' ? '[^/]*' : '[^/]',
    );
  return new RegExp(`^${source}(?:/|$)`);
}
