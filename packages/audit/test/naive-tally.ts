import type { AuditFacetCount, AuditTally, AuditTallyRequest } from '@safeai/core';

import type { AuditLine } from '../src/format/record-line.ts';
import type { AuditReader } from '../src/read/reader.ts';

type Field = (line: AuditLine) => string | null;

const FIELDS: Readonly<Record<keyof AuditTally['facets'], Field>> = {
  action: (line) => line.action,
  boundary: (line) => line.boundary,
  event: (line) => line.event,
  tenantId: (line) => line.tenant_id,
  agentId: (line) => line.agent_id,
  toolName: (line) => line.tool_name,
  policyName: (line) => line.policy_name,
  shadowPolicyName: (line) =>
    (line.detail as { would_have?: { policy_name: string | null } } | undefined)?.would_have
      ?.policy_name ?? null,
};

/** What a tally must count, the plain way: every record that a scan finds. */
export async function naiveTally(
  reader: AuditReader,
  { top, stepMs, ...filter }: AuditTallyRequest,
): Promise<AuditTally> {
  const lines: AuditLine[] = [];
  for await (const line of reader.scan(filter)) {
    if (!line.event.startsWith('audit.')) lines.push(line);
  }
  const facets = Object.entries(FIELDS).map(([name, field]) => {
    const values = counted(lines, field);
    return [name, { distinct: values.length, values: values.slice(0, top) }] as const;
  });
  return {
    total: lines.length,
    facets: Object.fromEntries(facets) as unknown as AuditTally['facets'],
    series: stepMs === undefined ? [] : series(lines, stepMs),
  };
}

function counted(lines: readonly AuditLine[], field: Field): AuditFacetCount[] {
  const all = [...new Set(lines.map(field))].map((value) => {
    const times = lines.filter((line) => field(line) === value).map(({ ts }) => Date.parse(ts));
    return { value, count: times.length, lastTs: Math.max(...times) };
  });
  const rank = ({ value }: AuditFacetCount): string => (value === null ? '1' : `0${value}`);
  return all.sort((a, b) => b.count - a.count || (rank(a) < rank(b) ? -1 : 1));
}

function series(lines: readonly AuditLine[], stepMs: number): AuditTally['series'] {
  const times = lines.map(({ ts }) => Date.parse(ts));
  const first = Math.min(...times) - (Math.min(...times) % stepMs);
  const buckets: AuditTally['series'][number][] = [];
  for (let ts = first; ts <= Math.max(...times); ts += stepMs) {
    const within = lines.filter((line) => {
      const after = Date.parse(line.ts) - ts;
      return after >= 0 && after < stepMs;
    });
    const of = (action: string): number => within.filter((line) => line.action === action).length;
    buckets.push({
      ts,
      total: within.length,
      byAction: {
        allow: of('allow'),
        flag: of('flag'),
        redact: of('redact'),
        pending_approval: of('pending_approval'),
        block: of('block'),
      },
    });
  }
  return buckets;
}
