import type { AnswerOf } from '@safeai/client';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { useMay } from '../../../session/session-context.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Icon } from '../../../ui/icon.tsx';
import { LiftStop } from './lift-stop.tsx';
import { NewStop } from './new-stop.tsx';
import { StopsTable } from './stops-table.tsx';

/** An emergency stop. */
export type Stop = AnswerOf<'lockdowns'>[number];

/** What is stopped: the list, new ones, and the end of one. */
export function StopsTab() {
  const [path, go] = useLocation();
  const may = useMay();
  const stops = useRoute('lockdowns');
  const [lifting, setLifting] = useState<Stop | null>(null);
  return (
    <>
      <Answer of={stops} label="Asking what is stopped">
        {(rows) => (
          <Card
            isFlush
            title="Emergency stops"
            actions={
              <span className="row">
                <span className="soft small" aria-live="polite">
                  {countWords(rows.length)}
                </span>
                {may('lockdown_set') ? (
                  <Link className="button" data-kind="danger" href="/stops/new">
                    <Icon name="block" />
                    Stop something
                  </Link>
                ) : null}
              </span>
            }
          >
            {rows.length === 0 ? (
              <Empty title="Nothing is stopped" command={STOP}>
                <p className="soft">
                  A stop blocks a tenant, an agent, a tool or everything, at once, until it is
                  lifted.
                </p>
              </Empty>
            ) : (
              <StopsTable stops={rows} onLift={setLifting} />
            )}
          </Card>
        )}
      </Answer>
      {path === '/stops/new' ? (
        <NewStop
          onClose={() => {
            go('/stops');
          }}
        />
      ) : null}
      {lifting === null ? null : (
        <LiftStop
          of={lifting}
          onClose={() => {
            setLifting(null);
          }}
        />
      )}
    </>
  );
}

const STOP = `curl -s ${location.origin}/v1/lockdown -H 'content-type: application/json' \\
  -d '{"agent_id": "billing-bot", "reason": "refunds go wrong"}'`;
