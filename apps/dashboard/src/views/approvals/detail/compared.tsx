import type { JsonValue } from '@safeai/core';
import { Link, useSearch } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { DiffTable } from '../diff/diff-table.tsx';
import { jsonDiff } from '../diff/json-diff.ts';
import { requestPath, type ApprovalRequest } from '../request.ts';
import { approvedAt, lastApproved } from './last-approved.ts';

/** What is other than in the last call of the tool that was approved. */
export function Compared({ request }: { readonly request: ApprovalRequest }) {
  const { tool_name, tenant_id } = request;
  // The request itself may be the newest.
  const query = { tool_name, tenant_id, limit: 2 };
  const approved = useRoute('approvals', { query: { ...query, status: 'approved' } });
  const consumed = useRoute('approvals', { query: { ...query, status: 'consumed' } });
  return (
    <section className="stack" aria-label="Against the last approved call">
      <h3>Against the last approved call of this tool</h3>
      <Answer of={approved} label="Looking for the last approved call">
        {(open) => (
          <Answer of={consumed} label="Looking for the last approved call">
            {(used) => {
              const last = lastApproved([...open, ...used], request.request_id);
              return last === null ? (
                <p className="soft">No call of this tool was approved before.</p>
              ) : (
                <Difference id={last.request_id} request={request} />
              );
            }}
          </Answer>
        )}
      </Answer>
    </section>
  );
}

/** The list leaves long parameters out: the earlier one is asked for by its id. */
function Difference({ id, request }: { readonly id: string; readonly request: ApprovalRequest }) {
  const search = useSearch();
  const earlier = useRoute('approval', { params: { id } });
  return (
    <Answer of={earlier} label="Loading the last approved call">
      {(last) => {
        const isSame = last.parameters_digest === request.parameters_digest;
        const changes = isSame ? [] : jsonDiff(json(last), json(request));
        return (
          <>
            <p>
              Approved <Time at={approvedAt(last)} />:{' '}
              <Link href={requestPath(id, search)}>open that request</Link>
            </p>
            {isSame ? (
              <Notice tone="good" title="Exactly the same parameters">
                <p>The digest is that of the last approved call.</p>
              </Notice>
            ) : changes.length === 0 ? (
              <Notice tone="warning" title="It differs in what is redacted">
                <p>What can be shown is the same; the digest of the exact parameters is another.</p>
              </Notice>
            ) : (
              <DiffTable changes={changes} />
            )}
          </>
        );
      }}
    </Answer>
  );
}

function json({ parameters = null }: ApprovalRequest): JsonValue {
  return parameters;
}
