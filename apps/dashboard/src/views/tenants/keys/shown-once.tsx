import type { AnswerOf } from '@safeai/client';
import { Button } from '../../../ui/button.tsx';
import { Code } from '../../../ui/code.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';

interface ShownOnceProps {
  readonly made: AnswerOf<'key_create'>;
  readonly onClose: () => void;
}

/** A new key, the only time that anybody sees it. */
export function ShownOnce({ made, onClose }: ShownOnceProps) {
  return (
    <Dialog title={`The key ${made.id} is made`} onClose={onClose}>
      <Notice tone="warning" title="It is shown this once" isNews>
        <p>
          Copy it to where it will be used. Nobody can look it up later, and this page forgets it
          when you close this.
        </p>
      </Notice>
      <Code text={made.key} label="The key" />
      <div className="row">
        <Button kind="primary" onClick={onClose}>
          I have copied it
        </Button>
      </div>
    </Dialog>
  );
}
