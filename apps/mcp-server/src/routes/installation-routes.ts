import { findConfig, loadConfig, type LoadConfigOptions, type LoadedConfig } from '@safeai/config';
import { askLocally, liveServer, type ServerFile } from '@safeai/proxy/local-server';
import { HttpRoutes } from '@safeai/client';
import type { EmbeddedRoutes } from './embedded-routes.ts';
import type { RouteCaller } from './route-caller.ts';

/** Which installation is meant. */
export interface InstallationOptions {
  /** `--config`. */
  readonly config?: string | undefined;
  /** `--env`. */
  readonly env?: string | undefined;
  /** `--state-dir`. */
  readonly stateDir?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** For people, on standard error. */
  readonly onNote: (note: string) => void;
}

/**
 * The routes of an installation on this machine: those of the server that works on its state folder, else the same
 * ones inside this process. Looked up at each call, for servers come and go while a host runs.
 */
export class InstallationRoutes implements RouteCaller {
  readonly #options: InstallationOptions;
  #place: Promise<Place> | undefined;
  #served: { readonly file: ServerFile; readonly routes: RouteCaller } | undefined;
  #embedded: Promise<EmbeddedRoutes> | undefined;
  #isInProcess = false;

  constructor(options: InstallationOptions) {
    this.#options = options;
  }

  call: RouteCaller['call'] = async (routeId, call) => {
    this.#place ??= this.#find();
    const place = await this.#place;
    const file = await liveServer(place.folder);
    this.#isInProcess = file === undefined;
    const routes = file === undefined ? await this.#inProcess(place) : this.#ofServer(file);
    return routes.call(routeId, call);
  };

  /** Whether the last call was answered inside this process. */
  get isInProcess(): boolean {
    return this.#isInProcess;
  }

  /** Writes what is left to write. */
  async close(): Promise<void> {
    const embedded = await this.#embedded?.catch(() => undefined);
    await embedded?.close();
  }

  #ofServer(file: ServerFile): RouteCaller {
    const { url, token } = file;
    const served = this.#served;
    if (served?.file.url === url && served.file.token === token) return served.routes;
    const routes = new HttpRoutes({ url, key: token, fetch: askLocally(file) });
    this.#served = { file, routes };
    return routes;
  }

  async #inProcess({ toLoad }: Place): Promise<RouteCaller> {
    const { stateDir, onNote } = this.#options;
    this.#embedded ??= import('./embedded-routes.ts').then(({ embeddedRoutes }) =>
      embeddedRoutes({ toLoad, stateDir, onNote }),
    );
    try {
      return await this.#embedded;
    } catch (error) {
      // What is wrong may be put right, without a restart of the host.
      this.#embedded = undefined;
      throw error;
    }
  }

  async #find(): Promise<Place> {
    try {
      return await this.#settle();
    } catch (error) {
      this.#place = undefined;
      throw error;
    }
  }

  async #settle(): Promise<Place> {
    const { config: named, env, stateDir, environment, cwd, onNote } = this.#options;
    const file = await findConfig({ named, environment, cwd });
    const toLoad: LoadConfigOptions = {
      ...{ environment, cwd },
      ...(file === undefined ? {} : { file }),
      ...(env === undefined ? {} : { env }),
    };
    const loaded = await loadConfig(toLoad);
    if (loaded.source === 'defaults') onNote('no safeai.yaml: the defaults are in force');
    return { toLoad, folder: await stateFolderOf(loaded, { environment, stateDir }) };
  }
}

/** What is known of an installation. */
interface Place {
  readonly toLoad: LoadConfigOptions;
  /** Its state folder. */
  readonly folder: string;
}

async function stateFolderOf(
  loaded: LoadedConfig,
  { environment, stateDir }: Pick<InstallationOptions, 'environment' | 'stateDir'>,
): Promise<string> {
  // Not at the top: a host is answered without loading what runs a SafeAI.
  const { findStateFolder } = await import('./state-folder.ts');
  return findStateFolder({
    ...{ loaded, environment },
    ...(stateDir === undefined ? {} : { named: stateDir }),
  });
}
