import { loadConfig, type LoadConfigOptions } from '@safeai/config';
import { parseStrictJson, SafeAIError } from '@safeai/core';
import { localRoutes } from '@safeai/proxy';
import { createRuntime, openStorage, pluginWarnings, type Runtime } from '@safeai/runtime';
import type { RouteAnswer, RouteCall, RouteCaller } from './route-caller.ts';

/** A SafeAI inside this process. */
export interface EmbeddedOptions {
  readonly toLoad: LoadConfigOptions;
  /** `--state-dir`. */
  readonly stateDir: string | undefined;
  /** For people, on standard error. */
  readonly onNote: (note: string) => void;
}

/** The routes of a SafeAI inside this process. */
export interface EmbeddedRoutes extends RouteCaller {
  close(): Promise<void>;
}

/**
 * Builds a SafeAI on the state of an installation. What it decides is recorded in the spool of its audit log, where
 * the next server takes it in; its configuration is read again when it is told to.
 *
 * @throws ConfigError; SafeAIError `state_unavailable`
 */
export async function embeddedRoutes(options: EmbeddedOptions): Promise<EmbeddedRoutes> {
  const { toLoad, stateDir, onNote } = options;
  const runtime = await createRuntime({
    load: () => loadConfig(toLoad),
    openStorage: (loaded, events) =>
      openStorage({
        ...{ loaded, events, environment: toLoad.environment, role: 'command' },
        ...(stateDir === undefined ? {} : { named: stateDir }),
        onNotice: ({ part, message }) => {
          onNote(`${part}: ${message}`);
        },
      }),
  });
  for (const warning of pluginWarnings(runtime.plugins())) onNote(warning);
  const routes = localRoutes(runtime, { user: 'local' });
  const call: RouteCaller['call'] = async (routeId, asked = {}) => {
    checkSize(asked.body, runtime.config);
    // A route answers what its description says: a server's tests hold it to that.
    return (await routes(routeId, localCall(asked))) as RouteAnswer<typeof routeId>;
  };
  return { call, close: () => runtime.close() };
}

/** @throws SafeAIError as a server does for a body that is larger, deeper or has more in it than it takes */
function checkSize(body: object | undefined, { limits }: Runtime['config']): void {
  if (body === undefined) return;
  const text = stringified(body);
  if (text === undefined || Buffer.byteLength(text) > limits.bodyBytes) {
    throw new SafeAIError(
      'payload_too_large',
      `The arguments are larger than limits.body_bytes (${limits.bodyBytes} bytes).`,
    );
  }
  parseStrictJson(text, limits, 'The arguments');
}

/** Undefined for what is nested deeper than can be written. */
function stringified(body: object): string | undefined {
  try {
    return JSON.stringify(body);
  } catch {
    return undefined;
  }
}

function localCall({ params, query, body }: RouteCall) {
  const asked = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return {
    ...(params === undefined ? {} : { params }),
    query: Object.fromEntries(asked.map(([name, value]) => [name, String(value)])),
    ...(body === undefined ? {} : { body }),
  };
}
