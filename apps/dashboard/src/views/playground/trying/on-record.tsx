import { Confirm } from '../../../ui/confirm.tsx';
import type { Surface } from './trial.ts';

interface OnRecordProps {
  readonly surface: Surface;
  readonly onRun: () => void;
  readonly onClose: () => void;
}

/** Says what goes with a decision that counts, before it is made. */
export function OnRecord({ surface, onRun, onClose }: OnRecordProps) {
  return (
    <Confirm
      title="Run this on record?"
      about="The server decides as if an agent had asked, and says what the agent would go on with."
      verb="Run on record"
      isDanger={false}
      onConfirm={onRun}
      onClose={onClose}
    >
      <ul className="playground-effects">
        <li>The decision is in the audit log, without the text.</li>
        <li>It counts in rates, limits and metrics, and may raise alerts.</li>
        {surface === 'tool_request' ? (
          <li>Where a rule asks for approval, a request waits for a person. No tool runs.</li>
        ) : null}
      </ul>
    </Confirm>
  );
}
