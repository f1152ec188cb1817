import { Link, useSearch } from 'wouter';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import { Became } from '../became.tsx';
import { approvalsWords } from '../decide/quorum.ts';
import type { RequestFilter } from '../fetch-requests.ts';
import { requestPath, type ApprovalRequest, type TabId } from '../request.ts';
import { useRequests } from '../use-requests.ts';

/** Requests of a page. */
const PAGE = 50;

const NONE: Readonly<Record<TabId, string>> = {
  pending: 'Nothing waits',
  approved: 'Nothing is approved and not yet used',
  denied: 'Nothing was denied',
  expired: 'Nothing has expired',
  consumed: 'No approval was used',
  cancelled: 'Nothing was withdrawn',
  all: 'Nobody has asked for approval',
};

/** Requests of a status, newest first, page by page. */
export function Others({ filter }: { readonly filter: RequestFilter }) {
  const search = useSearch();
  const pages = useRequests(filter, PAGE);
  const columns: readonly Column<ApprovalRequest>[] = [
    {
      id: 'tool',
      title: 'Tool',
      cell: ({ request_id: id, tool_name }) => (
        <Link href={requestPath(id, search)}>
          <Foreign text={tool_name} most={80} />
        </Link>
      ),
    },
    {
      id: 'agent',
      title: 'Agent',
      cell: ({ agent_id, tenant_id }) => (
        <>
          <Foreign text={agent_id} most={80} />
          {tenant_id === 'default' ? null : (
            <span className="soft small approvals-line">
              in <Foreign text={tenant_id} most={60} />
            </span>
          )}
        </>
      ),
    },
    { id: 'made', title: 'Made', cell: ({ created_at }) => <Time at={created_at} /> },
    {
      id: 'votes',
      title: 'Approvals',
      cell: (request) => <span className="approvals-count">{approvalsWords(request)}</span>,
    },
    { id: 'became', title: 'What became of it', cell: (request) => <Became of={request} /> },
  ];
  return (
    <Answer of={pages} label="Loading requests">
      {(data) => (
        <section className="card approvals-others" aria-label="Requests">
          <DataTable
            label="Requests, newest first"
            columns={columns}
            rows={data.pages.flatMap(({ requests }) => requests)}
            keyOf={({ request_id }) => request_id}
            empty={<Empty title={NONE[filter.tab]} />}
          />
          {pages.hasNextPage ? (
            <p className="card-body">
              <Button
                busy={pages.isFetchingNextPage}
                onClick={() => {
                  void pages.fetchNextPage();
                }}
              >
                Show older ones
              </Button>
            </p>
          ) : null}
        </section>
      )}
    </Answer>
  );
}
