import { useEffect, useEffectEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Became } from '../became.tsx';
import { useRefusal, type Verb } from '../decide/may-decide.ts';
import { approvalsWords, missingWords } from '../decide/quorum.ts';
import type { ApprovalRequest } from '../request.ts';
import { Status } from '../status.tsx';
import { Countdown } from '../time/countdown.tsx';
import { useSecondsLeft } from '../time/use-seconds-left.ts';

interface DetailHeadProps {
  readonly request: ApprovalRequest;
  /** `a` and `d` decide. */
  readonly hasKeys: boolean;
  readonly onDecide: (verb: Verb) => void;
}

/** How a request stands, and what can be done with it. */
export function DetailHead({ request, hasKeys, onDecide }: DetailHeadProps) {
  const refusal = useRefusal();
  const { status, expires_at } = request;
  const isOver = useSecondsLeft(expires_at) === 0;
  const isOpen = status === 'pending' && !isOver;
  const why = (verb: Verb): string | null => (isOver ? 'It has expired' : refusal(verb, request));
  useDecisionKeys(hasKeys && isOpen, (verb) => {
    if (why(verb) === null) onDecide(verb);
  });
  const button = (verb: Verb, words: string, kind: 'primary' | 'plain' | 'quiet') => (
    <Button
      kind={kind}
      refused={why(verb)}
      onClick={() => {
        onDecide(verb);
      }}
    >
      {words}
    </Button>
  );
  return (
    <div className="approvals-standing">
      <div className="row" aria-live="polite">
        {isOpen ? <Status status="pending" /> : <Became of={isOver ? overdue(request) : request} />}
        {isOpen ? (
          <>
            <span>
              expires in <Countdown at={expires_at} />
            </span>
            <span className="soft">
              {approvalsWords(request)} approvals; it needs {missingWords(request)}
            </span>
          </>
        ) : null}
      </div>
      <div className="row">
        {isOpen ? (
          <>
            {button('approve', 'Approve', 'primary')}
            {button('deny', 'Deny', 'plain')}
          </>
        ) : null}
        {isOpen || (status === 'approved' && !isOver)
          ? button('cancel', 'Withdraw', 'quiet')
          : null}
      </div>
    </div>
  );
}

/** What waits or is approved is expired once its time is over, whether the server has said so again or not. */
function overdue(request: ApprovalRequest): ApprovalRequest {
  const isOpen = request.status === 'pending' || request.status === 'approved';
  return isOpen ? { ...request, status: 'expired' } : request;
}

const KEYS: Readonly<Record<string, Verb>> = { a: 'approve', d: 'deny' };
const WRITING = 'input, textarea, select';

/** `a` and `d` in front of the page, where the keys of lists do not reach. */
function useDecisionKeys(isOn: boolean, onVerb: (verb: Verb) => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const verb = KEYS[event.key];
    const { ctrlKey, metaKey, altKey, target } = event;
    const isPlain = !ctrlKey && !metaKey && !altKey && !event.defaultPrevented;
    if (verb === undefined || !isPlain) return;
    if (!(target instanceof Element) || target.closest('[role=dialog]') === null) return;
    if (target.closest(WRITING) !== null) return;
    event.preventDefault();
    onVerb(verb);
  });
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent): void => {
      press(event);
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, [isOn]);
}
