import type { Check } from './check.ts';

/** The oldest Node.js that SafeAI supports; `engines` in package.json says the same. */
export const OLDEST_NODE = '20.19.0';

/** Whether this Node.js is recent enough. */
export function checkNode(version: string): Check {
  const detail = `${version} (needs ${OLDEST_NODE} or later)`;
  if (isAtLeast(version, OLDEST_NODE)) return { name: 'node', status: 'ok', detail };
  return { name: 'node', status: 'fail', detail, hint: 'Install a newer Node.js.' };
}

function isAtLeast(version: string, oldest: string): boolean {
  const [found, needed] = [version, oldest].map((text) =>
    text
      .replace(/^v/, '')
      .split('.')
      .map((part) => Number.parseInt(part, 10)),
  );
  for (const [index, part] of (needed ?? []).entries()) {
    const own = found?.[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}
