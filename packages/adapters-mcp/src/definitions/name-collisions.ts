/** Names that every revision allows for tools: ASCII alone, so that no letter of another script can look like one. */
export function isToolName(name: string): boolean {
  return /^[A-Za-z0-9_./-]{1,128}$/.test(name);
}

/** Equal for names that a reader or a model may take for one another. */
export function skeletonOf(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[I1|]/g, 'l')
    .replace(/0/g, 'o')
    .toLowerCase()
    .replace(/rn/g, 'm')
    .replace(/[-./]/g, '_');
}

/** Names of which another one can be taken for each, with the one that it can be taken for. */
export function collisionsAmong(names: readonly string[]): ReadonlyMap<string, string> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const skeleton = skeletonOf(name);
    const group = groups.get(skeleton);
    if (group === undefined) groups.set(skeleton, [name]);
    else group.push(name);
  }
  const collisions = new Map<string, string>();
  for (const group of groups.values()) {
    const [first = '', second] = group;
    if (second === undefined) continue;
    for (const name of group) collisions.set(name, name === first ? second : first);
  }
  return collisions;
}
