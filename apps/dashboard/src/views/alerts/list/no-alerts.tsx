import { useBlockedScan } from '../../../data/blocked-scan.ts';
import { Empty } from '../../../ui/empty.tsx';
import type { AlertFilter } from '../alert.ts';

/** Stands where there are no alerts. */
export function NoAlerts({ filter }: { readonly filter: AlertFilter }) {
  const command = useBlockedScan();
  if (filter.rule !== '' || filter.severity !== null) {
    return <Empty title="No alert of that rule and severity" />;
  }
  if (filter.state === 'over') return <Empty title="No alert is over yet" />;
  return (
    <Empty title="No alert goes on" command={command}>
      <p className="soft">
        An alert is raised where events meet a rule, and a channel hears of it where one is
        configured. The shipped rules raise one for this request:
      </p>
    </Empty>
  );
}
