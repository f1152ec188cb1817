/** A mount of the key-value engine. */
export interface KvMount {
  /** With a slash at its end: `secret/`. */
  readonly path: string;
  readonly version: 1 | 2;
}

/**
 * The path of the HTTP API for a secret: in version 2 of the engine `data/` stands behind the mount, once, whether the
 * path that is given has it or not.
 */
export function apiPath(path: string, mount: KvMount | undefined): string {
  const given = path.replace(/^\/+|\/+$/g, '');
  if (mount?.version !== 2 || !given.startsWith(mount.path)) return given;
  const below = given.slice(mount.path.length);
  return below.startsWith('data/') ? given : `${mount.path}data/${below}`;
}
