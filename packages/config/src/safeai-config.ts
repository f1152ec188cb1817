import type { ConfigData } from './config-data.ts';
import { defaultData } from './load/default-data.ts';
import { deepFreeze } from './deep-freeze.ts';

/**
 * A configuration: every block of safeai.yaml with all its settings. Made without an argument it
 * holds the defaults; `loadConfig` and `parseConfig` make one from a file. It cannot be changed.
 *
 * @example
 * const config = new SafeAIConfig();
 * config.audit.maxSizeMb; // 100
 */
export class SafeAIConfig implements ConfigData {
  declare readonly tenants: ConfigData['tenants'];
  declare readonly policies: ConfigData['policies'];
  declare readonly policyFiles: ConfigData['policyFiles'];
  declare readonly policy: ConfigData['policy'];
  declare readonly contracts: ConfigData['contracts'];
  declare readonly identities: ConfigData['identities'];
  declare readonly detection: ConfigData['detection'];
  declare readonly approvals: ConfigData['approvals'];
  declare readonly capabilities: ConfigData['capabilities'];
  declare readonly audit: ConfigData['audit'];
  declare readonly secrets: ConfigData['secrets'];
  declare readonly alerts: ConfigData['alerts'];
  declare readonly dashboard: ConfigData['dashboard'];
  declare readonly proxy: ConfigData['proxy'];
  declare readonly server: ConfigData['server'];
  declare readonly auth: ConfigData['auth'];
  declare readonly keys: ConfigData['keys'];
  declare readonly state: ConfigData['state'];
  declare readonly memory: ConfigData['memory'];
  declare readonly budgets: ConfigData['budgets'];
  declare readonly prices: ConfigData['prices'];
  declare readonly responses: ConfigData['responses'];
  declare readonly limits: ConfigData['limits'];
  declare readonly events: ConfigData['events'];
  declare readonly scan: ConfigData['scan'];
  declare readonly plugins: ConfigData['plugins'];
  declare readonly telemetry: ConfigData['telemetry'];
  declare readonly lockdown: ConfigData['lockdown'];
  declare readonly secretRefs: ConfigData['secretRefs'];

  constructor(data: ConfigData = defaultData()) {
    Object.assign(this, data);
    deepFreeze(this);
  }
}
