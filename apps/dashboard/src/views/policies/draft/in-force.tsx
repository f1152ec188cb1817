import { Code } from '../../../ui/code.tsx';

const COMMANDS = `npx safeai validate
curl -s -X POST ${location.origin}/v1/policies/reload`;

/** How a draft gets in force: this page writes no files. */
export function InForce() {
  return (
    <details className="policies-more">
      <summary>How it gets in force</summary>
      <div className="stack small">
        <p>
          This page writes no file, and the draft is gone when its window is closed. Put its parts
          into <code>safeai.yaml</code> on the server, check the file, and have it read again: by
          these commands, or by Reload under In force.
        </p>
        <Code label="Check the file and read it again" text={COMMANDS} />
      </div>
    </details>
  );
}
