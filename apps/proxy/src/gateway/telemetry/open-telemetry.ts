import { createRequire } from 'node:module';
import type * as api from '@opentelemetry/api';
import type * as metricExport from '@opentelemetry/exporter-metrics-otlp-http';
import type * as traceExport from '@opentelemetry/exporter-trace-otlp-http';
import type * as resources from '@opentelemetry/resources';
import type * as metrics from '@opentelemetry/sdk-metrics';
import type * as trace from '@opentelemetry/sdk-trace';
import { StartError } from '../../lifecycle/listen.ts';

/** OpenTelemetry's packages, each whole. */
export interface OpenTelemetry {
  readonly api: typeof api;
  readonly resources: typeof resources;
  readonly trace: typeof trace;
  readonly metrics: typeof metrics;
  readonly traceExport: typeof traceExport;
  readonly metricExport: typeof metricExport;
}

/** Optional peers of this package, at the versions that it is tested with. */
const PACKAGES: Readonly<Record<keyof OpenTelemetry, readonly [name: string, version: string]>> = {
  api: ['@opentelemetry/api', '1.9'],
  resources: ['@opentelemetry/resources', '2.12'],
  trace: ['@opentelemetry/sdk-trace', '2.12'],
  metrics: ['@opentelemetry/sdk-metrics', '2.12'],
  traceExport: ['@opentelemetry/exporter-trace-otlp-http', '0.223'],
  metricExport: ['@opentelemetry/exporter-metrics-otlp-http', '0.223'],
};

/**
 * The packages, loaded now.
 *
 * @throws StartError that says what to install
 */
export function loadOpenTelemetry(
  require: (name: string) => unknown = createRequire(import.meta.url),
): OpenTelemetry {
  const loaded: Partial<Record<keyof OpenTelemetry, unknown>> = {};
  const missing: string[] = [];
  for (const [key, [name, version]] of Object.entries(PACKAGES)) {
    try {
      loaded[key as keyof OpenTelemetry] = require(name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
      missing.push(`${name}@${version}`);
    }
  }
  if (missing.length === 0) return loaded as unknown as OpenTelemetry;
  throw new StartError(
    `telemetry.otlp_endpoint needs packages that are not installed: npm install ${missing.join(' ')}`,
  );
}
