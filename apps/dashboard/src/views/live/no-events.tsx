import { useBlockedScan } from '../../data/blocked-scan.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';

interface NoEventsProps {
  readonly isNarrowed: boolean;
  readonly onClear: () => void;
}

/** Where no event is shown: none matches, or none happened. */
export function NoEvents({ isNarrowed, onClear }: NoEventsProps) {
  const command = useBlockedScan();
  if (isNarrowed) {
    return (
      <Empty title="No event matches yet">
        <Button onClick={onClear}>Show all events</Button>
      </Empty>
    );
  }
  return (
    <Empty title="Nothing has happened since you came" command={command}>
      <p className="soft">Events show here as they happen.</p>
    </Empty>
  );
}
