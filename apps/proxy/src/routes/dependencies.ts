import type { Runtime } from '@safeai/runtime';
import type { Logger } from 'winston';
import type { Sessions } from '../edge/sessions.ts';
import type { CodeFlow } from '../edge/sign-in/code-flow.ts';
import type { EventTickets } from '../events/tickets.ts';
import type { RunningCalls } from '../gateway/serve/running-calls.ts';
import type { GatewayTelemetry } from '../gateway/telemetry/gateway-telemetry.ts';
import type { Upstreams } from '../gateway/upstreams/upstreams.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** What handlers work with. */
export interface Dependencies {
  readonly runtime: Runtime;
  readonly metrics: Metrics;
  readonly sessions: Sessions;
  readonly codeFlow: CodeFlow;
  readonly tickets: EventTickets;
  readonly log: Logger;
  readonly mode: 'sidecar' | 'gateway';
  /** The folder of the dashboard. Absent: there is none. */
  readonly dashboardFiles?: string;
  /** What is forwarded to, and what is being forwarded. Absent in sidecar mode. */
  readonly forwarding?: {
    readonly upstreams: Upstreams;
    readonly running: RunningCalls;
    readonly telemetry?: GatewayTelemetry | undefined;
  };
  /** True from the moment that the server was told to stop. */
  readonly draining: () => boolean;
}
