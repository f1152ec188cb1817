import { Empty } from '../../ui/empty.tsx';

/** A call to a provider, through the gateway. */
const COMMAND = `curl -s ${location.origin}/v1/chat/completions \\
  -H 'content-type: application/json' \\
  -d '{"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Say hello."}], "max_tokens": 20}'`;

/** Stands where no call was made in the period. */
export function NothingSpent() {
  return (
    <div className="card">
      <Empty title="No provider was called in this time" command={COMMAND}>
        <p className="soft">
          Calls are counted that go through SafeAI: where it is a gateway (
          <code>server.mode: gateway</code>) with a provider in <code>proxy.target</code>, this is
          one. It shows here within a minute.
        </p>
      </Empty>
    </div>
  );
}
