import { Code } from '../../ui/code.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { LogLine } from './audit-address.ts';
import type { Question } from './question/keys.ts';
import { ExportDialog } from './taking/export-dialog.tsx';

/** What stands in front of the list: the export, or a line that has no decision and so no address. */
export type Layer = LogLine | 'export';

interface LayersProps {
  readonly of: Layer | null;
  readonly question: Question;
  readonly total: number | undefined;
  readonly onClose: () => void;
}

/** What stands in front of the list and is in no address. */
export function Layers({ of: layer, question, total, onClose }: LayersProps) {
  if (layer === null) return null;
  if (layer === 'export') {
    return <ExportDialog question={question} total={total} onClose={onClose} />;
  }
  return (
    <Dialog title="A line of the log itself" size="wide" onClose={onClose}>
      <Code text={JSON.stringify(layer, null, 2)} label="The line as JSON" />
    </Dialog>
  );
}
