import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useSearch } from 'wouter';
import { Button } from '../../../ui/button.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { shownText } from '../../../ui/shown-text.ts';
import type { Verb } from '../decide/may-decide.ts';
import { useRefusal } from '../decide/may-decide.ts';
import { approvalsWords } from '../decide/quorum.ts';
import { requestPath } from '../request.ts';
import { Countdown } from '../time/countdown.tsx';
import { useSecondsLeft } from '../time/use-seconds-left.ts';
import { BecameOf } from './became-of.tsx';
import type { QueueRow as Row } from './queue-rows.ts';

interface QueueRowProps {
  readonly row: Row;
  readonly isChosen: boolean;
  readonly onChoose: (id: string) => void;
  readonly onDecide: (verb: Verb, id: string) => void;
}

/** A request that waits, or has waited a moment ago. */
export function QueueRow({
  row: { request, isGone },
  isChosen,
  onChoose,
  onDecide,
}: QueueRowProps) {
  const { request_id: id, tool_name, agent_id, requester, expires_at, escalated } = request;
  const search = useSearch();
  const refusal = useRefusal();
  const isOver = useIsOver(request.expires_at);
  const isOpen = !isGone && !isOver;
  const about = `${shownText(tool_name, 60).text} of ${shownText(agent_id, 60).text}`;
  return (
    <tr
      className="approvals-row"
      data-request={id}
      data-gone={isOpen ? undefined : ''}
      data-chosen={isChosen ? '' : undefined}
      onFocus={() => {
        onChoose(id);
      }}
    >
      <td className="number">{isOpen ? <Countdown at={expires_at} /> : '–'}</td>
      <td className="approvals-what">
        <Link href={requestPath(id, search)} data-open="">
          <Foreign text={tool_name} most={80} />
        </Link>
        <span className="soft small approvals-line">
          <Foreign text={request.justification ?? request.reason} most={140} />
        </span>
      </td>
      <td className="approvals-who">
        <Foreign text={agent_id} most={80} />
        <span className="soft small approvals-line">
          for <Foreign text={requester} most={60} />
          {request.tenant_id === 'default' ? null : (
            <>
              {' in '}
              <Foreign text={request.tenant_id} most={60} />
            </>
          )}
        </span>
      </td>
      <td className="approvals-rule">
        <Foreign text={request.policy_name} most={80} mono />
        {escalated === true ? <Escalated of={request} /> : null}
      </td>
      <td className="approvals-count">{approvalsWords(request)}</td>
      <td className="approvals-do">
        {isOpen ? (
          <span className="approvals-buttons">
            <Button
              icon="allow"
              aria-label={`Approve ${about}`}
              refused={refusal('approve', request)}
              onClick={() => {
                onDecide('approve', id);
              }}
            >
              Approve
            </Button>
            <Button
              icon="block"
              aria-label={`Deny ${about}`}
              refused={refusal('deny', request)}
              onClick={() => {
                onDecide('deny', id);
              }}
            >
              Deny
            </Button>
          </span>
        ) : (
          <BecameOf id={id} />
        )}
      </td>
    </tr>
  );
}

function Escalated({ of: { requirements = [] } }: { readonly of: Row['request'] }) {
  const names = requirements.flatMap(({ escalate_to: name }) => (name === null ? [] : [name]));
  return (
    <span className="pill" data-tone="warning">
      Escalated
      {names.length === 0 ? null : (
        <>
          {' to '}
          <Foreign text={names.join(', ')} most={60} />
        </>
      )}
    </span>
  );
}

/** Whether a moment is over by the server's time; the lists are asked again then. */
function useIsOver(at: string): boolean {
  const queries = useQueryClient();
  const isOver = useSecondsLeft(at) === 0;
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: ['approvals'] });
  }, [queries, isOver]);
  return isOver;
}
