import { Empty } from '../../../ui/empty.tsx';

/** A call that the shipped rules hold for a person. */
const COMMAND = `curl -s ${location.origin}/v1/intercept/tool -H 'content-type: application/json' \\
  -d '{"phase": "request", "tool_name": "database_query", "agent_id": "cleaner", "session_id": "s-1",
       "parameters": {"query": "DELETE FROM users WHERE active = false"}}'`;

/** Stands where nothing waits. @param isNarrowed the list shows some tools or agents alone */
export function NothingWaits({ isNarrowed }: { readonly isNarrowed: boolean }) {
  if (isNarrowed) return <Empty title="Nothing of that tool and agent waits" />;
  return (
    <Empty title="Nothing waits for a person" command={COMMAND}>
      <p className="soft">
        Calls wait here for which a rule says <code>require_approval</code>. On this machine, with
        the shipped rules, this makes one:
      </p>
    </Empty>
  );
}
