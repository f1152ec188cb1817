import { Empty } from '../../../ui/empty.tsx';
import type { AlertFilter } from '../alert.ts';

/** A request that the shipped rules block, and tell about. */
const COMMAND = `curl -s ${location.origin}/v1/scan/input \\
  -H 'content-type: application/json' \\
  -d '{"text": "token=sk-ABCDEF1234567890ABCDEF", "agent_id": "default-agent"}'`;

/** Stands where there are no alerts. */
export function NoAlerts({ filter }: { readonly filter: AlertFilter }) {
  if (filter.rule !== '' || filter.severity !== null) {
    return <Empty title="No alert of that rule and severity" />;
  }
  if (filter.state === 'over') return <Empty title="No alert is over yet" />;
  return (
    <Empty title="No alert goes on" command={COMMAND}>
      <p className="soft">
        An alert is raised where events meet a rule, and a channel hears of it where one is
        configured. The shipped rules raise one for this request:
      </p>
    </Empty>
  );
}
