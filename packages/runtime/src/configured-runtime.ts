import { SecretRef, type LoadedConfig, type SecretValue } from '@safeai/config';
import {
  POLICY_TEMPLATES,
  MemoryBudgetLedger,
  MemoryLimitStore,
  MemoryOutbox,
  randomIds,
  SafeAI,
  SafeAIError,
  systemClock,
  type CallContext,
  type ExplainRequest,
  type ExplainResult,
  type LimitStore,
  type Ports,
} from '@safeai/core';

import type { AlertAccess } from './alerts/alert-access.ts';
import { ConfiguredAlerts } from './alerts/configured-alerts.ts';
import type { AuditAccess } from './audit-access.ts';
import type { PolicyCheck } from './drafts/check-policy.ts';
import { DraftDesk } from './drafts/draft-desk.ts';
import { ConfiguredCost } from './cost/runtime-cost.ts';
import { policyOf } from './drafts/draft-policy.ts';
import type { EventRelay } from './event-relay.ts';
import { threadedSecretHash } from './keys/scrypt.ts';
import {
  type LoadedPlugin,
  type OfferedFramework,
  type OfferedTemplate,
  type PluginSet,
  pluginWarnings,
} from './plugins/loaded-plugin.ts';
import type { PluginLoader } from './plugins/plugin-loader.ts';
import { rulesFromConfig } from './rules-from-config.ts';
import type { ConfiguredSecrets, NextSecrets } from './secrets/configured-secrets.ts';
import { RuntimeSecrets } from './secrets/runtime-secrets.ts';
import type {
  ActivePolicies,
  ReloadResult,
  Runtime,
  RuntimeHealth,
  ScanFileRequest,
  ScanFileResult,
} from './runtime.ts';
import { scanFile } from './scan-file.ts';
import { scanLimits } from './scan-limits.ts';
import type { Storage } from './storage/storage.ts';
import {
  simulatePolicy,
  type Simulation,
  type SimulationRequest,
} from './drafts/simulate-policy.ts';
import { changedAtStartOnly } from './start-settings.ts';
import { startSweeps } from './sweeps.ts';

/** What a runtime begins with. */
export interface Beginning {
  /** Reads the configuration again. */
  readonly load: () => Promise<LoadedConfig>;
  /** Replace those of the storage. */
  readonly ports?: Partial<Ports> | undefined;
  readonly loaded: LoadedConfig;
  readonly loader: PluginLoader;
  readonly plugins: PluginSet;
  readonly events: EventRelay;
  readonly storage: Storage;
  /** Read. */
  readonly secrets: ConfiguredSecrets;
}

/** A SafeAI that runs by its configuration, and takes up another one. */
export class ConfiguredRuntime implements Runtime {
  readonly boundary: SafeAI;
  readonly cost: ConfiguredCost;
  readonly events: EventRelay;
  readonly limits: LimitStore;
  readonly secrets: RuntimeSecrets;
  readonly startedAt: number;
  readonly #alerts: ConfiguredAlerts;
  readonly #load: Beginning['load'];
  readonly #storage: Storage;
  readonly #loader: PluginLoader;
  readonly #drafts = new DraftDesk();
  #loaded: LoadedConfig;
  #plugins: PluginSet;
  /** Reloads run one after the other, so that the last one asked for is the one in force. */
  #reloading: Promise<unknown> = Promise.resolve();
  readonly #stopSweeps: () => Promise<void>;
  #isClosed = false;

  constructor(beginning: Beginning) {
    const { load, ports = {}, loaded, loader, plugins, events, storage } = beginning;
    this.events = events;
    this.#load = load;
    this.#loader = loader;
    this.#loaded = loaded;
    this.#plugins = plugins;
    this.#storage = storage;
    this.boundary = new SafeAI(
      rulesFromConfig(loaded, plugins.detectors, beginning.secrets.exact()),
      {
        secretHash: threadedSecretHash,
        ...storage.ports,
        ...ports,
        events,
      },
    );
    const { boundary } = this;
    this.secrets = new RuntimeSecrets(beginning.secrets, { boundary, storage });
    // Not the storage's: that of a tool call may wait for the disk, that of a request must not.
    this.limits = ports.limits ?? new MemoryLimitStore(ports.clock ?? systemClock);
    const clock = ports.clock ?? systemClock;
    const costPorts = {
      budgets: ports.budgets ?? storage.ports.budgets ?? new MemoryBudgetLedger(clock),
      clock,
      events,
      ids: ports.ids ?? randomIds(clock),
    };
    this.cost = new ConfiguredCost(loaded, costPorts, this.boundary);
    this.#alerts = new ConfiguredAlerts({
      outbox: ports.outbox ?? storage.ports.outbox ?? new MemoryOutbox(clock),
      clock,
      events,
      boundary: this.boundary,
      keys: ports.keys ?? storage.ports.keys,
      refused: (value, used) => this.secrets.refused(value, used),
      secretsOf: (of) => (value) => (value instanceof SecretRef ? of.secretOf(value) : value),
      onNotice: storage.onAlertNotice,
    });
    this.startedAt = ports.clock?.now() ?? Date.now();
    const { onSweepError } = storage;
    this.#stopSweeps =
      onSweepError === undefined
        ? () => Promise.resolve()
        : startSweeps({
            boundary: this.boundary,
            secrets: this.secrets,
            config: () => this.config,
            onError: onSweepError,
          });
  }

  /** @throws SafeAIError (as a rejection) `invalid_config` for channels and rules that cannot be used */
  async beginAlerts(): Promise<void> {
    this.#alerts.replace(await this.#alerts.compile(this.#loaded));
  }

  get alerts(): AlertAccess {
    return this.#alerts.desk;
  }

  get config(): LoadedConfig['config'] {
    return this.#loaded.config;
  }

  secretOf(value: SecretValue): string | undefined {
    return this.secrets.of(value);
  }

  get configFiles(): readonly string[] {
    return this.#loaded.files;
  }

  get audit(): AuditAccess {
    return this.#storage.audit;
  }

  get stateFolder(): string | undefined {
    return this.#storage.folder;
  }

  async health(): Promise<RuntimeHealth> {
    const alerts = this.#alerts.health();
    const secrets = this.secrets.health();
    return {
      ...(await this.#storage.health()),
      secrets,
      ...(alerts === undefined ? {} : { alerts }),
    };
  }

  scanFile(request: ScanFileRequest, call?: CallContext): Promise<ScanFileResult> {
    const { folder } = this.#storage;
    const own = [...this.#plugins.paths, ...(folder === undefined ? [] : [folder])];
    return scanFile(this.boundary, scanLimits(this.#loaded, own), request, call);
  }

  policies(): ActivePolicies {
    const { policy } = this.boundary;
    return { revision: policy.revision, rules: policy.rules, lint: policy.lint() };
  }

  checkPolicy(draft: string): Promise<PolicyCheck> {
    const now = policyOf(this.config);
    return this.#drafts.run((ask) => ask({ kind: 'check', draft, now }));
  }

  explainDraft(draft: string, request: ExplainRequest, call?: CallContext): Promise<ExplainResult> {
    return this.boundary.explain(request, call, (given, declaredTags) =>
      this.#drafts.run((ask) => ask({ kind: 'explain', draft, given, declaredTags })),
    );
  }

  simulate(request: SimulationRequest): Promise<Simulation> {
    return simulatePolicy(this.#drafts, policyOf(this.config), this.audit, request);
  }

  plugins(): readonly LoadedPlugin[] {
    return this.#plugins.plugins;
  }

  templates(): readonly OfferedTemplate[] {
    const shipped = POLICY_TEMPLATES.map((template) => ({ ...template, origin: 'shipped' }));
    return [...shipped, ...this.#plugins.templates];
  }

  frameworks(): readonly OfferedFramework[] {
    return this.#plugins.frameworks;
  }

  reload(call?: CallContext): Promise<ReloadResult> {
    const reloaded = this.#reloading.then(() => this.#reloadAndTell(call));
    this.#reloading = reloaded.catch(() => undefined);
    return reloaded;
  }

  async #reloadAndTell(call: CallContext | undefined): Promise<ReloadResult> {
    let result: ReloadResult;
    try {
      result = await this.#reloadNow();
    } catch (error) {
      if (!this.#isClosed) {
        // Whoever reads the log without this record still finds the old revision in the next one.
        await this.boundary
          .recordReload({ problems: problemsOf(error) }, call)
          .catch(() => undefined);
      }
      throw error;
    }
    await this.boundary.recordReload({ rules: result.rules }, call);
    return result;
  }

  async #reloadNow(): Promise<ReloadResult> {
    this.#mustBeOpen();
    const read = await this.#load();
    this.#mustBeOpen();
    const next = await this.secrets.prepare(read);
    try {
      return await this.#takeUp(next);
    } catch (error) {
      await next.discard();
      throw error;
    }
  }

  async #takeUp(next: NextSecrets): Promise<ReloadResult> {
    const { loaded } = next;
    this.#mustBeOpen();
    const plugins = await this.#loader.load(loaded);
    this.#mustBeOpen();
    const notYet = changedAtStartOnly(this.#loaded.config, loaded.config);
    const cost = this.cost.compile(loaded);
    const alerts = await this.#alerts.compile(loaded);
    this.#mustBeOpen();
    this.boundary.replaceRules(rulesFromConfig(loaded, plugins.detectors, next.exact()));
    next.commit();
    this.cost.replace(cost);
    this.#alerts.replace(alerts);
    this.#loaded = loaded;
    this.#plugins = plugins;
    const { policy } = this.boundary;
    return {
      reloaded: true,
      revision: policy.revision,
      rules: policy.rules.length,
      warnings: [
        ...loaded.warnings,
        ...pluginWarnings(plugins.plugins),
        ...notYet,
        ...this.secrets.warnings(),
        ...policy.lint().map((finding) => finding.message),
      ],
    };
  }

  #mustBeOpen(): void {
    if (this.#isClosed) throw new SafeAIError('shutting_down', 'SafeAI is stopping.');
  }

  /** Does not wait for a load: a folder on the network can keep one for good. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#stopSweeps(), this.cost.close(), this.#drafts.close()]);
    // After all that may be told, before what it is kept in.
    await this.secrets.close();
    await this.#alerts.close();
    await this.#storage.close();
  }
}

function problemsOf(error: unknown): number {
  return SafeAIError.isInstance(error) ? Math.max(1, error.details.length) : 1;
}
