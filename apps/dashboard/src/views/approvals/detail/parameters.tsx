import { Code } from '../../../ui/code.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import type { ApprovalRequest } from '../request.ts';

/** What the call would be made with: detected values are replaced, and the digest is of the exact ones. */
export function Parameters({ request }: { readonly request: ApprovalRequest }) {
  const { parameters = null, parameters_digest: digest = '' } = request;
  return (
    <section className="stack" aria-label="Parameters">
      <h3>Parameters</h3>
      <Code label="Parameters, redacted" text={JSON.stringify(parameters, null, 2)} />
      <p className="small soft">
        Detected values are replaced. Digest of the exact parameters:{' '}
        <code className="foreign">{digest}</code>{' '}
        <CopyButton text={digest} label="Copy the digest" />
      </p>
    </section>
  );
}
