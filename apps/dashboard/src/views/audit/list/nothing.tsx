import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import type { Question } from '../question/keys.ts';

interface NothingProps {
  readonly question: Question;
  readonly onAsk: (question: Question) => void;
}

/** Where no record was found: none matches, or there is none. */
export function Nothing({ question, onAsk }: NothingProps) {
  if (Object.keys(question).length > 0) {
    return (
      <Empty title="No record matches">
        <Button
          onClick={() => {
            onAsk({});
          }}
        >
          Show all records
        </Button>
      </Empty>
    );
  }
  return <Empty title="Nothing is on record yet" command={firstRecord()} />;
}

/** A scan that is blocked, and so on record. */
function firstRecord(): string {
  return [
    `curl -s '${location.origin}/v1/scan/input' -H 'content-type: application/json' \\`,
    `  -d '{"text": "token=sk-ABCDEF1234567890ABCDEF", "agent_id": "importer"}'`,
  ].join('\n');
}
