import { TENANT_PATTERN } from '@safeai/core';
import {
  block,
  choice,
  duration,
  flag,
  integer,
  list,
  map,
  number,
  object,
  secret,
  text,
} from './builders.ts';
import { TENANT_FORM } from './tenant.ts';

/** `responses`: what answers show of what was found. */
export const responses = block('What answers show of what was found.', {
  values: choice(['full', 'masked', 'none'], {
    description: 'Detected values in answers. `full` on loopback and `masked` elsewhere if absent.',
  }),
});

/** `events`: the live stream. */
export const events = block('The live event stream.', {
  heartbeat_seconds: number({
    description: 'Time between heartbeats.',
    default: 30,
    minimum: 1,
    maximum: 3_600,
  }),
  max_sockets: integer({ description: 'Most listeners at once.', default: 1_000, minimum: 1 }),
  max_sockets_per_principal: integer({
    description: 'Most listeners of one caller.',
    default: 20,
    minimum: 1,
  }),
  max_queue_bytes: integer({
    description: 'Most bytes that wait for a slow listener before it is cut off.',
    default: 8_388_608,
    minimum: 65_536,
  }),
  history: integer({
    description: 'Events kept for listeners that come back.',
    default: 10_000,
    minimum: 0,
    maximum: 1_000_000,
  }),
  history_ttl: duration({ description: 'How long they are kept.', default: '15m' }),
});

/** `scan`: which files may be scanned. */
export const scan = block('Which files `/v1/scan/file` may read.', {
  roots: list(text({ description: 'Folder.', format: 'path' }), {
    description: 'Folders. The one that holds this file if absent or empty.',
    default: [],
  }),
  max_file_bytes: integer({
    description: 'Largest file.',
    default: 10_485_760,
    minimum: 1,
    maximum: 1_073_741_824,
  }),
});

/** `plugins`: modules that add detectors and policy templates. */
export const plugins = block('Modules that add detectors and policy templates.', {
  enabled: flag({ description: 'Load them.', default: true }),
  files: list(text({ description: 'Path or glob.', format: 'glob' }), {
    description: 'JavaScript modules. Their code is run with all rights of SafeAI.',
    default: [],
  }),
  packages: list(
    text({
      description: 'Name.',
      pattern: '^(?:@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$',
      expected: 'the name of an npm package',
    }),
    {
      description:
        'npm packages, looked for from the folder of this file upward. Their code is run with all rights of SafeAI.',
      default: [],
    },
  ),
});

/** `telemetry`: logs and traces. */
export const telemetry = block('Logs, metrics and traces of the proxy itself.', {
  log_level: choice(['debug', 'info', 'warn', 'error'], {
    description: 'Least level that is logged.',
    default: 'info',
  }),
  log_format: choice(['json', 'text'], { description: 'Form of a log line.', default: 'json' }),
  metrics: flag({ description: 'Serve `/v1/metrics`.', default: true }),
  service_name: text({ description: 'Name in traces.', default: 'safeai' }),
  otlp_endpoint: text({
    description:
      'OpenTelemetry collector that traces and metrics of calls to providers are sent to, such as `http://localhost:4318`. Nothing is exported if absent. Read at the start.',
    format: 'http-url',
  }),
  otlp_headers: map(secret({ description: 'Value.' }), {
    description: 'Request headers for the collector.',
    default: {},
  }),
  trace_sample_ratio: number({
    description: 'Share of the traces that begin here which is kept. A caller decides on its own.',
    default: 1,
    minimum: 0,
    maximum: 1,
  }),
  trace_upstream: flag({
    description: 'Pass the trace on to the providers, in `traceparent`.',
    default: false,
  }),
});

/** What names nobody would stop nobody: globs, names that no tenant can have, blanks. */
const TENANT = {
  pattern: TENANT_PATTERN,
  expected: `${TENANT_FORM}; leave it out for all`,
} as const;
const AGENT = { pattern: '^[^*]+$', expected: 'an id, not a glob: leave it out for all' } as const;
const TOOL = { pattern: String.raw`\S`, expected: 'a name or glob' } as const;

/** `lockdown`: what is stopped from the start. */
export const lockdown = list(
  object(
    {
      tenant_id: text({ description: 'Tenant. All if absent.', ...TENANT }),
      agent_id: text({ description: 'Agent. All if absent.', ...AGENT }),
      tool: text({ description: 'Tool (name or glob). All if absent.', ...TOOL }),
      reason: text({ description: 'Why.', required: true }),
    },
    { description: 'What is stopped.' },
  ),
  {
    description: 'Emergency stops that hold as long as they stand in the file.',
    default: [],
  },
);
