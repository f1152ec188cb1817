import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Channels } from './channels.tsx';
import { DeadMessages } from './dead-messages.tsx';
import { RulesTable } from './rules-table.tsx';

/** When alerts are raised, which channels hear of them, and how those are. */
export default function RulesTab() {
  const rules = useRoute('alerts_rules', {}, { everyMs: 10_000, keep: true });
  return (
    <Answer of={rules} label="Loading rules and channels" lines={8}>
      {(data) => (
        <div className="stack">
          <Channels channels={data.channels} />
          <DeadMessages />
          <Card title="Rules" isFlush>
            <RulesTable rules={data.rules} />
          </Card>
        </div>
      )}
    </Answer>
  );
}
