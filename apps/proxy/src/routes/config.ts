import { showConfig } from '@safeai/config';
import { SafeAIError } from '@safeai/core';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/config: it is every tenant's, and names files of the server. */
export function config({ runtime, mode }: Dependencies): Handler<'config'> {
  return ({ principal }) => {
    if (principal?.tenants.includes('*') !== true) {
      throw new SafeAIError(
        'forbidden',
        "The configuration is every tenant's: it is shown to admins who may name all of them.",
      );
    }
    return {
      files: [...runtime.configFiles],
      started_at: new Date(runtime.startedAt).toISOString(),
      mode,
      state_folder: runtime.stateFolder !== undefined,
      config: showConfig(runtime.config),
    };
  };
}
