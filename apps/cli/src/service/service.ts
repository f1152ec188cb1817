/** What a service of this machine runs, with absolute paths. */
export interface Service {
  /** The `node` that runs it. */
  readonly node: string;
  /** The `safeai` script. */
  readonly script: string;
  /** What follows `safeai serve`, a flag and its value together. */
  readonly flags: readonly (readonly string[])[];
  /** The configuration file. */
  readonly config: string;
  /** Whom a service of the machine runs as; absent for one of the user's own session. */
  readonly user?: string;
  /** The state folder, where flag, environment or configuration name one. */
  readonly stateFolder?: string;
  /** Folders beside the state folder that it writes into. */
  readonly written: readonly string[];
  /** Folders that it reads for others. */
  readonly read: readonly string[];
  /** The port that it listens on; those below 1024 need a capability. */
  readonly port: number;
  /** `server.shutdown_seconds`. */
  readonly shutdownSeconds: number;
}

/** Seconds from the request to stop until the service manager ends it the hard way: longer than it waits itself. */
export function stopSeconds({ shutdownSeconds }: Service): number {
  return Math.ceil(shutdownSeconds) + 20;
}

/** Open files: each connection is one. */
export const OPEN_FILES = 65_536;

/** Everything that it has to see on disk. */
export function pathsOf(service: Service): string[] {
  const { node, script, config, stateFolder, written, read } = service;
  return [
    ...[node, script, config, ...written, ...read],
    ...(stateFolder === undefined ? [] : [stateFolder]),
  ];
}

/** Whether a path is a folder, or lies in it. */
export function liesIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
