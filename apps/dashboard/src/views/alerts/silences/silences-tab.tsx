import type { AnswerOf } from '@safeai/client';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { refusal } from '../../../session/refusal.ts';
import { useMay } from '../../../session/session-context.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import { tenantWords } from '../alert.ts';
import { EndSilence } from './end-silence.tsx';
import { SilenceAbout } from './silence-about.tsx';
import { SilenceDialog } from './silence-dialog.tsx';

type Silence = AnswerOf<'alerts_silences'>[number];

const COMMAND = `curl -s ${location.origin}/v1/alerts/silences \\
  -H 'content-type: application/json' \\
  -d '{"agent_id": "load-test", "duration": "2h", "reason": "load test until noon"}'`;

/** What nobody is told about for a time. */
export default function SilencesTab() {
  const [search, setSearch] = useSearchParams();
  const [ending, setEnding] = useState<Silence | null>(null);
  const silences = useRoute('alerts_silences', {}, { everyMs: 15_000, keep: true });
  const may = useMay();
  const isNew = search.get('new') !== null && may('alerts_silence');
  return (
    <Card
      title="Silences"
      isFlush
      actions={
        <Button
          icon="plus"
          refused={refusal('alerts_silence', may)}
          onClick={() => {
            setSearch({ new: '1' });
          }}
        >
          New silence
        </Button>
      }
    >
      <Answer of={silences} label="Loading the silences">
        {(all) => (
          <DataTable
            label="Silences that hold"
            rows={all}
            keyOf={({ id }) => id}
            empty={
              <Empty title="No silence holds" command={COMMAND}>
                <p className="soft">
                  While one holds, nobody is told about alerts that it is for. What still goes on
                  when it ends is told then.
                </p>
              </Empty>
            }
            columns={[
              { id: 'about', title: 'Of', cell: (silence) => <SilenceAbout of={silence} /> },
              {
                id: 'tenant',
                title: 'Tenant',
                cell: ({ tenant_id }) => <Foreign text={tenantWords(tenant_id ?? '*')} most={60} />,
              },
              { id: 'until', title: 'Until', cell: ({ until }) => <Time at={until} /> },
              { id: 'reason', title: 'Reason', cell: ({ reason }) => <Foreign text={reason} /> },
              { id: 'by', title: 'By', cell: ({ set_by }) => <Foreign text={set_by} most={60} /> },
              {
                id: 'end',
                title: 'End',
                cell: (silence) => (
                  <Button
                    refused={refusal('alerts_unsilence', may)}
                    onClick={() => {
                      setEnding(silence);
                    }}
                  >
                    End…
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Answer>
      {isNew ? (
        <SilenceDialog
          rule={search.get('rule') ?? ''}
          tenant={search.get('tenant') ?? ''}
          onClose={() => {
            setSearch({}, { replace: true });
          }}
        />
      ) : null}
      {ending === null ? null : (
        <EndSilence
          silence={ending}
          onClose={() => {
            setEnding(null);
          }}
        />
      )}
    </Card>
  );
}
