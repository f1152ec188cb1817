import type { McpSettings } from '../settings.ts';
import type { InstallationRoutes } from './installation-routes.ts';
import type { RouteCaller } from './route-caller.ts';

/** Whom a server asks. */
export interface Connected {
  readonly routes: RouteCaller;
  /** Whether the last call was answered inside this process. */
  readonly isInProcess: () => boolean;
  /** Writes what is left to write. */
  readonly close: () => Promise<void>;
}

/** Where a process is, and whom it tells. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly onNote: (note: string) => void;
}

/** A gateway, or the installation here. Loaded at the first call: a host waits for the handshake, and asks later. */
export function connectedTo(settings: McpSettings, surroundings: Surroundings): Connected {
  const { gateway, config, env, stateDir } = settings;
  if (gateway !== undefined) {
    const open = async (): Promise<RouteCaller> => {
      const { HttpRoutes } = await import('./gateway-routes.ts');
      const { url, key } = gateway;
      return new HttpRoutes({ url, ...(key === undefined ? {} : { key }) });
    };
    return {
      routes: { call: async (routeId, call) => (await open()).call(routeId, call) },
      isInProcess: () => false,
      close: () => Promise.resolve(),
    };
  }
  let opened: Promise<InstallationRoutes> | undefined;
  let installation: InstallationRoutes | undefined;
  const open = async (): Promise<InstallationRoutes> => {
    const routes = await import('./installation-routes.ts');
    installation = new routes.InstallationRoutes({ config, env, stateDir, ...surroundings });
    return installation;
  };
  return {
    routes: { call: async (routeId, call) => (await (opened ??= open())).call(routeId, call) },
    isInProcess: () => installation?.isInProcess ?? false,
    close: async () => {
      await installation?.close();
    },
  };
}
