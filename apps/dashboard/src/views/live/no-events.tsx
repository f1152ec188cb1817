import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';

interface NoEventsProps {
  readonly tenant: string;
  readonly isNarrowed: boolean;
  readonly onClear: () => void;
}

/** Where no event is shown: none matches, or none happened. */
export function NoEvents({ tenant, isNarrowed, onClear }: NoEventsProps) {
  if (isNarrowed) {
    return (
      <Empty title="No event matches yet">
        <Button onClick={onClear}>Show all events</Button>
      </Empty>
    );
  }
  return (
    <Empty title="Nothing has happened since you came" command={firstEvent(tenant)}>
      <p className="soft">Events show here as they happen.</p>
    </Empty>
  );
}

/** A scan that is blocked, and so told. */
function firstEvent(tenant: string): string {
  const body = {
    text: 'token=sk-ABCDEF1234567890ABCDEF',
    agent_id: 'importer',
    ...(tenant === '' ? {} : { tenant_id: tenant }),
  };
  const quoted = JSON.stringify(body).replaceAll("'", String.raw`\u0027`);
  return [
    `curl -s '${location.origin}/v1/scan/input' -H 'content-type: application/json' \\`,
    `  -d '${quoted}'`,
  ].join('\n');
}
