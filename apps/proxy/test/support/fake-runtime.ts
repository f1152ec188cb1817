import { parseConfig, type SafeAIConfig } from '@safeai/config';
import {
  MemoryLimitStore,
  systemClock,
  type Decision,
  type Detection,
  type LimitStore,
  type PolicyExplanation,
  type SafeAIEvent,
} from '@safeai/core';
import type { LoadedPlugin, Runtime, RuntimeHealth, Simulation } from '@safeai/runtime';
import { fakeActions, fakeCapabilities } from './fake-actions.ts';
import { fakeLockdowns } from './fake-lockdowns.ts';
import { fakeAlerts } from './fake-alerts.ts';
import { fakeApiKeys } from './fake-api-keys.ts';
import { fakeApprovals } from './fake-approvals.ts';
import { fakeCost } from './fake-cost.ts';
import { fakeAudit } from './fake-audit.ts';

/** What the fake was asked, call by call. */
export interface FakeCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** A runtime that answers the same thing every time and remembers what it was asked. */
export interface FakeRuntime extends Omit<Runtime, 'stateFolder' | 'limits'> {
  stateFolder: string | undefined;
  limits: LimitStore;
  readonly calls: FakeCall[];
  /** Swapped in by the next reload. */
  nextConfig: SafeAIConfig | undefined;
  /** Awaited by every boundary call. */
  gate: Promise<void>;
  /** What the runtime says of its parts. */
  nextHealth: RuntimeHealth;
  /** Thrown by every boundary call, where set. */
  failure: unknown;
  /** Tells all who listen. */
  readonly tell: (event: SafeAIEvent) => void;
}

/** The value that the fake always finds. */
export const FOUND = 'alice.liddell@example.com';

const DECISION: Decision = {
  action: 'redact',
  reason: 'PII detected in input',
  policyName: 'default-pii-redaction',
  decisionId: '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10',
  policyRevision: 'ab'.repeat(32),
  wouldHave: { action: 'block', policyName: 'shadow-rule' },
};

const DETECTIONS: readonly Detection[] = [
  {
    type: 'email',
    detector: 'email',
    tags: ['personal.pii.email'],
    confidence: 0.95,
    placeholder: '[EMAIL_REDACTED]',
    value: FOUND,
    location: { start: 0, end: FOUND.length },
  },
];

const EXPLANATION: PolicyExplanation = {
  policyRevision: DECISION.policyRevision,
  boundary: 'input',
  tenantId: 'default',
  action: 'require_approval',
  policyName: 'needs-approval',
  defaultApplied: false,
  tags: [
    {
      tag: 'personal.pii.email',
      source: 'detected',
      confidence: 0.95,
      action: 'redact',
      policyName: 'default-pii-redaction',
      candidates: [
        {
          rule: 'default-pii-redaction',
          origin: 'shipped',
          locked: false,
          mode: 'enforce',
          priority: 30,
          action: 'redact',
          matchedTag: 'personal',
          outcome: 'selected',
          why: 'decides',
        },
      ],
    },
  ],
};

/** What the fake answers to each call, beside the decision. */
const ANSWERS = {
  scanInput: { filtered: 'safe' },
  scanStructured: { filtered: { a: ['safe'] } },
  guardOutput: { safeOutput: 'safe', fallbackUsed: false },
  interceptMessage: { filteredMessage: 'safe', approvalRequestId: `ar-${'0'.repeat(24)}` },
  explain: { explanation: EXPLANATION },
  scanFile: { mode: 'structured', sizeBytes: 12 },
  memoryWrite: {
    ok: true,
    allowed: true,
    reason: 'safe',
    redacted: true,
    handle: `mh-${'0'.repeat(24)}`,
    expiresAt: Date.UTC(2026, 0, 2),
  },
  memoryRead: { value: ['safe'], found: true, reason: 'safe', handle: null },
  memoryDelete: { ok: true, found: true, reason: 'safe' },
  memoryRemoval: { removed: 3 },
} as const;

const SIMULATION: Simulation = {
  revision: DECISION.policyRevision,
  revisionNow: DECISION.policyRevision,
  ...{ records: 3, replayed: 1, otherGates: 1, notReplayable: 1, changed: 0 },
  ...{ changes: [], examples: [], rules: [], unsure: [], lint: [], isComplete: true },
};

const PERMISSIONS = { strippedFields: ['extra'], unauthorizedTags: ['internal'] };

const PLUGIN: LoadedPlugin = {
  name: 'safeai-plugin-acme',
  version: null,
  description: null,
  source: 'safeai/plugins/acme.mjs',
  state: 'refused',
  problems: ['name: is missing'],
  detectors: [],
  templates: [],
  frameworks: [],
};

const NO_SECRETS = { backends: [], secrets: [] };

const WELL = { state: 'ok', reason: null } as const;

/** A fake runtime on a configuration written as YAML. */
export function fakeRuntime(yaml = ''): FakeRuntime {
  async function judged(name: string, args: readonly unknown[]): Promise<object> {
    runtime.calls.push({ name, args });
    await runtime.gate;
    if (runtime.failure !== undefined) throw runtime.failure as Error;
    const { explain } = args[0] as { explain?: boolean };
    const explained = explain === true ? { explanation: EXPLANATION } : {};
    return { decision: DECISION, detections: DETECTIONS, ...explained };
  }

  function answering(name: keyof typeof ANSWERS) {
    return async (...args: readonly unknown[]) => ({
      ...(await judged(name, args)),
      ...ANSWERS[name],
    });
  }

  async function interceptTool(...args: [{ phase: string }]) {
    const result = { ...(await judged('interceptTool', args)), ...PERMISSIONS };
    return args[0].phase === 'request'
      ? { ...result, phase: 'request', filteredParameters: { safe: true } }
      : { ...result, phase: 'response', filteredResponse: ['safe'] };
  }

  const boundary = {
    scanInput: answering('scanInput'),
    scanStructured: answering('scanStructured'),
    guardOutput: answering('guardOutput'),
    interceptTool,
    interceptMessage: answering('interceptMessage'),
    explain: answering('explain'),
    approvals: fakeApprovals(judged),
    actions: fakeActions(judged),
    capabilities: fakeCapabilities(judged),
    apiKeys: fakeApiKeys(judged),
    lockdowns: fakeLockdowns(judged),
    recordedTenants: (tenants: readonly string[]) => tenants,
    recordedName: (_: string, name: string) => name,
    memory: {
      write: answering('memoryWrite'),
      read: answering('memoryRead'),
      resolveHandle: answering('memoryRead'),
      delete: answering('memoryDelete'),
      purgeExpired: answering('memoryRemoval'),
      shred: answering('memoryRemoval'),
    },
  };

  const listeners = new Set<(event: SafeAIEvent) => void>();
  const runtime: FakeRuntime = {
    calls: [],
    events: {
      listen: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    tell: (event) => {
      for (const listener of listeners) listener(event);
    },
    nextConfig: undefined,
    gate: Promise.resolve(),
    failure: undefined,
    nextHealth: { audit: WELL, state: WELL, secrets: WELL },
    stateFolder: undefined,
    limits: new MemoryLimitStore(systemClock),
    alerts: fakeAlerts(judged),
    audit: fakeAudit(judged),
    cost: fakeCost(judged),
    health: () => Promise.resolve(runtime.nextHealth),
    // Anything else that the server might ask of it is missing, and fails.
    boundary: boundary as unknown as Runtime['boundary'],
    config: parseConfig(yaml).config,
    secrets: {
      defaultBackend: 'env',
      of: (value) => (typeof value === 'string' ? value : undefined),
      refused: () => Promise.resolve(false),
      status: () => NO_SECRETS,
      check: () => {
        runtime.calls.push({ name: 'secrets.check', args: [] });
        return Promise.resolve(NO_SECRETS);
      },
      resolve: () => Promise.reject(new Error('Nothing resolves secrets over HTTP.')),
    },
    secretOf: (value) => (typeof value === 'string' ? value : undefined),
    configFiles: [],
    startedAt: Date.now(),
    scanFile: answering('scanFile') as unknown as Runtime['scanFile'],
    plugins: () => [PLUGIN],
    templates: () => [],
    frameworks: () => [],
    simulate: (request) => {
      runtime.calls.push({ name: 'simulate', args: [request] });
      return Promise.resolve(SIMULATION);
    },
    checkPolicy: (draft) => {
      runtime.calls.push({ name: 'checkPolicy', args: [draft] });
      return Promise.resolve({ ok: false, revisionNow: DECISION.policyRevision, problems: [] });
    },
    explainDraft: (draft, request, call) => {
      runtime.calls.push({ name: 'explainDraft', args: [draft] });
      return runtime.boundary.explain(request, call);
    },
    policies: () => ({ revision: DECISION.policyRevision, rules: [], lint: [] }),
    reload: () => {
      runtime.calls.push({ name: 'reload', args: [] });
      if (runtime.nextConfig !== undefined) Object.assign(runtime, { config: runtime.nextConfig });
      return Promise.resolve({
        reloaded: true,
        revision: DECISION.policyRevision,
        rules: 11,
        warnings: ['careful'],
      });
    },
    close: () => Promise.resolve(),
  };
  return runtime;
}
