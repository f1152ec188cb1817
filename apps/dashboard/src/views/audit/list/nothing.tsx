import { useBlockedScan } from '../../../data/blocked-scan.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import type { Question } from '../question/keys.ts';

interface NothingProps {
  readonly question: Question;
  readonly onAsk: (question: Question) => void;
}

/** Where no record was found: none matches, or there is none. */
export function Nothing({ question, onAsk }: NothingProps) {
  const command = useBlockedScan();
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
  return <Empty title="Nothing is on record yet" command={command} />;
}
