/** Tests one name. Linear in the length of the name times the number of `*`. */
export type Glob = (name: string) => boolean;

/** Whether a pattern is more than a plain name. */
export function isGlob(pattern: string): boolean {
  return pattern.includes('*');
}

/**
 * Compiles a glob in which `*` stands for any run of characters, separators included, and everything
 * else for itself. Never backtracks over more than one `*`: the parts between stars are found left to
 * right, the last one at the end.
 */
export function compileGlob(pattern: string): Glob {
  if (!isGlob(pattern)) return (name) => name === pattern;
  const parts = pattern.split('*');
  const head = parts[0] ?? '';
  const tail = parts[parts.length - 1] ?? '';
  const middle = parts.slice(1, -1).filter((part) => part !== '');
  return (name) => {
    if (name.length < head.length + tail.length) return false;
    if (!name.startsWith(head) || !name.endsWith(tail)) return false;
    let at = head.length;
    const end = name.length - tail.length;
    for (const part of middle) {
      const found = name.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
