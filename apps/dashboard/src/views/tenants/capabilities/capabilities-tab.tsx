import type { AnswerOf } from '@safeai/client';
import { useState } from 'react';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { countWords } from '../../../ui/figures.ts';
import { standingOf } from '../standing-of.ts';
import { StandingChoice, useStandingChoice } from '../standing-choice.tsx';
import { CapabilitiesTable } from './capabilities-table.tsx';
import { RevokeCapability } from './revoke-capability.tsx';

/** A grant of tools or secrets to an agent. */
export type Capability = AnswerOf<'capabilities'>[number];

/** Most that the route lists. */
const MOST_LISTED = 1000;

/** Grants to agents, and the end of one. */
export function CapabilitiesTab() {
  const grants = useRoute('capabilities', { query: { limit: MOST_LISTED } });
  const standing = useStandingChoice();
  const [revoking, setRevoking] = useState<Capability | null>(null);
  return (
    <>
      <Answer of={grants} label="Asking for the capabilities" lines={6}>
        {(all) => {
          const now = Date.now();
          const rows = all.filter(
            (each) => standing === null || standingOf(each, now) === standing,
          );
          return (
            <Card
              isFlush
              title="Capabilities"
              actions={
                <span className="row">
                  <span className="soft small" aria-live="polite">
                    {rows.length === all.length ? '' : `${countWords(rows.length)} of `}
                    {countWords(all.length)}
                  </span>
                  <StandingChoice />
                </span>
              }
            >
              {rows.length === 0 ? (
                <Empty
                  title={all.length === 0 ? 'Nothing is granted' : 'No grant stands so'}
                  {...(all.length === 0 ? { command: GRANT } : {})}
                >
                  <p className="soft">
                    A capability lets one agent call some tools, or read some secrets, for a time.
                  </p>
                </Empty>
              ) : (
                <CapabilitiesTable grants={rows} now={now} onRevoke={setRevoking} />
              )}
              {all.length < MOST_LISTED ? null : (
                <p className="soft small tenants-foot">
                  The newest {countWords(MOST_LISTED)}. Narrow to a tenant to see others.
                </p>
              )}
            </Card>
          );
        }}
      </Answer>
      {revoking === null ? null : (
        <RevokeCapability
          of={revoking}
          onClose={() => {
            setRevoking(null);
          }}
        />
      )}
    </>
  );
}

const GRANT = `curl -s ${location.origin}/v1/capabilities -H 'content-type: application/json' \\
  -d '{"agent_id": "billing-bot", "tools": ["refund_*"], "ttl": "1h"}'`;
