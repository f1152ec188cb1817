import { Code } from '../../../ui/code.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import type { ApprovalRequest } from '../request.ts';
import { Countdown } from '../time/countdown.tsx';
import { approvalsWords } from './quorum.ts';

/** What is decided about: the tool, the agent and the exact call. */
export function CallInShort({ request }: { readonly request: ApprovalRequest }) {
  const { tool_name, agent_id, requester, tenant_id, status, expires_at, parameters } = request;
  return (
    <>
      <dl className="facts">
        <dt>Tool</dt>
        <dd>
          <strong>
            <Foreign text={tool_name} />
          </strong>
        </dd>
        <dt>Agent</dt>
        <dd>
          <Foreign text={agent_id} />
          <span className="soft">
            {' for '}
            <Foreign text={requester} most={80} />
            {' in '}
            <Foreign text={tenant_id} most={80} />
          </span>
        </dd>
        <dt>Approvals</dt>
        <dd>{approvalsWords(request)}</dd>
        {status === 'pending' ? (
          <>
            <dt>Expires in</dt>
            <dd>
              <Countdown at={expires_at} />
            </dd>
          </>
        ) : null}
      </dl>
      <div className="approvals-short">
        <Code
          label="Parameters of the call, redacted"
          text={JSON.stringify(parameters ?? null, null, 2)}
        />
      </div>
    </>
  );
}
