import type { AnswerOf } from '@safeai/client';
import { useChange } from '../../../data/use-change.ts';
import { refusal } from '../../../session/refusal.ts';
import { useMay } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Code } from '../../../ui/code.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { SeverityPill } from '../severity.tsx';
import { ChannelState } from './channel-state.tsx';
import { TestOutcome } from './test-outcome.tsx';

type Channel = AnswerOf<'alerts_rules'>['channels'][number];

const EXAMPLE = `alerts:
  channels:
    - type: file
      path: alerts.ndjson
`;

/** Where alerts are sent, how that goes, and a test of it. */
export function Channels({ channels }: { readonly channels: readonly Channel[] }) {
  const may = useMay();
  const test = useChange('alerts_test', ['alerts_rules']);
  const asked = test.isPending ? (test.variables.body as { channel?: string }).channel : undefined;
  const tests = refusal('alerts_test', may);
  const send = (body: { readonly channel?: string }): void => {
    test.mutate({ body });
  };
  return (
    <Card
      title="Channels"
      isFlush
      actions={
        channels.length < 2 ? undefined : (
          <Button
            refused={tests}
            busy={test.isPending && asked === undefined}
            onClick={() => {
              send({});
            }}
          >
            Test all
          </Button>
        )
      }
    >
      <DataTable
        label="Channels and how they are"
        rows={channels}
        keyOf={({ id }) => id}
        empty={<NoChannels />}
        columns={[
          {
            id: 'id',
            title: 'Channel',
            cell: ({ id, type }) => (
              <>
                <Foreign text={id} most={80} />{' '}
                {type === id ? null : (
                  <span className="soft small">
                    <Foreign text={type} most={40} />
                  </span>
                )}
              </>
            ),
          },
          { id: 'state', title: 'State', cell: (channel) => <ChannelState of={channel} /> },
          { id: 'waiting', title: 'Waiting', isNumber: true, cell: (c) => countWords(c.waiting) },
          { id: 'dead', title: 'Given up', isNumber: true, cell: (c) => countWords(c.dead) },
          {
            id: 'from',
            title: 'From',
            cell: ({ min_severity }) => <SeverityPill severity={min_severity} />,
          },
          {
            id: 'most',
            title: 'Most a minute',
            isNumber: true,
            cell: ({ rate_per_minute: most }) => (most === null ? '–' : countWords(most)),
          },
          {
            id: 'fallback',
            title: 'Fallback',
            cell: ({ fallback }) => <Foreign text={fallback} most={80} />,
          },
          {
            id: 'test',
            title: 'Test',
            cell: ({ id, enabled }) => (
              <Button
                aria-label={`Send a test to ${id}`}
                refused={enabled ? tests : 'It is turned off'}
                busy={test.isPending && asked === id}
                onClick={() => {
                  send({ channel: id });
                }}
              >
                Send a test
              </Button>
            ),
          },
        ]}
      />
      <div className="alerts-outcome" aria-live="polite">
        {test.data === undefined ? null : <TestOutcome answer={test.data} />}
        {test.error === null ? null : <ErrorPanel error={test.error} />}
      </div>
    </Card>
  );
}

function NoChannels() {
  return (
    <div className="card-body stack">
      <p>
        <strong>Nobody is told: there is no channel.</strong>
      </p>
      <p className="soft">
        Alerts are listed here all the same. A channel is written into <code>safeai.yaml</code>:
      </p>
      <Code label="A channel for safeai.yaml" text={EXAMPLE} />
    </div>
  );
}
