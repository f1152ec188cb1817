import { useLocation, useSearchParams } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { useMay } from '../../../session/session-context.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Code } from '../../../ui/code.tsx';
import { Drawer } from '../../../ui/dialog.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Tabs, type Tab } from '../../../ui/tabs.tsx';
import { auditPath, type LogRecord } from '../audit-address.ts';
import { curlOf } from './curl.ts';
import { Facts } from './facts.tsx';
import { Receipt } from './receipt.tsx';
import { SessionRecords } from './session-records.tsx';
import { Why } from './why.tsx';

/** What the address calls the part that is shown. */
const SHOW = 'show';

/** A decision over the list: what is on record, why, what was around it, and what proves it. */
export function Decision({ id }: { readonly id: string }) {
  const [, go] = useLocation();
  const [search, setSearch] = useSearchParams();
  const record = useRoute('audit_record', { params: { decision_id: id } });
  const rest = new URLSearchParams(search);
  rest.delete(SHOW);
  return (
    <Drawer
      title={
        <>
          Decision{' '}
          <span className="audit-id">
            <Foreign text={id} most={64} mono />
          </span>
        </>
      }
      onClose={() => {
        go(auditPath(rest.toString()));
      }}
    >
      <Answer of={record} label="Loading the decision" lines={10}>
        {(found) => (
          <Parts
            key={id}
            record={found}
            search={rest.toString()}
            chosen={search.get(SHOW) ?? 'facts'}
            onChoose={(part) => {
              setSearch((before) => {
                const next = new URLSearchParams(before);
                if (part === 'facts') next.delete(SHOW);
                else next.set(SHOW, part);
                return next;
              });
            }}
          />
        )}
      </Answer>
    </Drawer>
  );
}

interface PartsProps {
  readonly record: LogRecord;
  readonly search: string;
  readonly chosen: string;
  readonly onChoose: (part: string) => void;
}

function Parts({ record, search, chosen, onChoose }: PartsProps) {
  const may = useMay();
  const { session_id: sessionId } = record;
  const tabs: readonly Tab[] = [
    { id: 'facts', title: 'Facts', content: () => <Facts record={record} /> },
    ...(may('policies_explain')
      ? [{ id: 'why', title: 'Why', content: () => <Why record={record} /> }]
      : []),
    {
      id: 'session',
      title: 'Session',
      content: () =>
        sessionId === null ? (
          <p className="soft">It belongs to no session.</p>
        ) : (
          <SessionRecords record={record} sessionId={sessionId} search={search} />
        ),
    },
    { id: 'receipt', title: 'Receipt', content: () => <Receipt record={record} /> },
    {
      id: 'json',
      title: 'JSON',
      content: () => (
        <div className="stack">
          <Code text={JSON.stringify(record, null, 2)} label="The record as JSON" />
          <Code
            text={curlOf(`/v1/audit/${record.decision_id}`)}
            label="A command that asks for it"
          />
        </div>
      ),
    },
  ];
  const shown = tabs.some(({ id }) => id === chosen) ? chosen : 'facts';
  return <Tabs label="Parts of the decision" tabs={tabs} chosen={shown} onChoose={onChoose} />;
}
