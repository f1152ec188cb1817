import { ProblemError } from '@safeai/client';
import { useRef, useState, type SyntheticEvent } from 'react';
import { useKept } from '../../../data/kept.ts';
import { useChange } from '../../../data/use-change.ts';
import { useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import { Became } from '../became.tsx';
import type { ApprovalRequest } from '../request.ts';
import { useSecondsLeft } from '../time/use-seconds-left.ts';
import { CallInShort } from './call-in-short.tsx';
import { ROUTE_OF, useRefusal, type Verb } from './may-decide.ts';
import { outcomeWords } from './outcome-words.ts';
import { Unverified } from './unverified.tsx';

interface DecideFormProps {
  readonly verb: Verb;
  readonly request: ApprovalRequest;
  readonly onClose: () => void;
}

/** Longest note, in UTF-16 code units. */
const MAX_NOTE = 2000;

const BUTTONS = { approve: 'Approve', deny: 'Deny', cancel: 'Withdraw' } as const;

/** One decision on one request: sent once, and it stays open where it did not come to pass. */
export function DecideForm({ verb, request, onClose }: DecideFormProps) {
  const change = useChange(ROUTE_OF[verb], [
    ...(['approvals', 'approval', 'dashboard_overview', 'audit_query'] as const),
  ]);
  const tell = useToast();
  const { roles } = useSession();
  // Whoever leaves it, or whose session ends over it, finds it again.
  const [note, setNote] = useKept(`${verb} ${request.request_id}`, '');
  const [isDraft, setDraft] = useState(note !== '');
  const [problem, setProblem] = useState<string | null>(null);
  const isSent = useRef(false);
  const refusal = useRefusal();
  const isOver = useSecondsLeft(request.expires_at) === 0;
  const hasLeft = verb !== 'cancel' && request.status !== 'pending';
  const isLate = change.error instanceof ProblemError && change.error.status === 409;

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const text = note.trim();
    if (verb === 'deny' && text === '') {
      setProblem('Say why: the agent and the record get it.');
      return;
    }
    setProblem(null);
    // A second press of the same button is none.
    if (isSent.current) return;
    isSent.current = true;
    const body = verb === 'cancel' || text === '' ? {} : { note: text };
    change.mutate(
      { params: { id: request.request_id }, body },
      {
        onSuccess: (answer) => {
          setNote('');
          tell(outcomeWords(verb, answer, { before: request, roles }));
          onClose();
        },
        onError: () => {
          isSent.current = false;
        },
      },
    );
  };
  const why = isOver ? 'It has expired' : refusal(verb, request);
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <CallInShort request={request} />
      {isLate || isOver || (hasLeft && !change.isPending) ? (
        <Notice tone="warning" title={isLate ? 'Somebody was faster' : 'It waits no more'} isNews>
          {request.status === 'pending' ? (
            <p>{isOver ? 'It has expired: nobody decided in time.' : change.error?.message}</p>
          ) : (
            <p>
              <Became of={request} />
            </p>
          )}
        </Notice>
      ) : null}
      {change.error !== null && !isLate ? <ErrorPanel error={change.error} /> : null}
      {verb === 'cancel' ? null : (
        <Field
          label={verb === 'deny' ? 'Reason' : 'Note (optional)'}
          hint="On record, and shown to the agent. Detected values in it are replaced."
          problem={problem}
        >
          {(field) => (
            <textarea
              {...field}
              autoFocus
              rows={3}
              maxLength={MAX_NOTE}
              required={verb === 'deny'}
              value={note}
              onChange={({ target }) => {
                setNote(target.value);
              }}
            />
          )}
        </Field>
      )}
      {isDraft && note !== '' && verb !== 'cancel' ? (
        <p className="row small soft" role="status">
          You wrote this before, and it was not sent.
          <Button
            kind="quiet"
            onClick={() => {
              setNote('');
              setDraft(false);
            }}
          >
            Begin anew
          </Button>
        </p>
      ) : null}
      <Unverified />
      <div className="row">
        <Button
          type="submit"
          kind={verb === 'approve' ? 'primary' : 'danger'}
          busy={change.isPending}
          refused={why}
        >
          {BUTTONS[verb]}
        </Button>
        <Button onClick={onClose}>Back</Button>
      </div>
    </form>
  );
}
