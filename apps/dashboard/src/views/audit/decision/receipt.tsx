import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Code } from '../../../ui/code.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { LogRecord } from '../audit-address.ts';
import { curlOf } from './curl.ts';
import { verifyReceipt, type ReceiptVerdict } from './verify-receipt.ts';

/** The signed receipt of a decision, checked against the server's published keys here in the browser. */
export function Receipt({ record }: { readonly record: LogRecord }) {
  const [isWanted, setWanted] = useState(false);
  const params = { decision_id: record.decision_id };
  const receipt = useRoute('audit_receipt', { params }, { enabled: isWanted });
  const keys = useRoute('well_known_keys', {}, { enabled: isWanted });
  if (!isWanted) {
    return (
      <div className="stack">
        <p className="soft">
          A receipt is the record, signed by this server. Who has the published keys can check it
          without the server.
        </p>
        <p>
          <Button
            kind="primary"
            onClick={() => {
              setWanted(true);
            }}
          >
            Fetch and verify
          </Button>
        </p>
      </div>
    );
  }
  return (
    <Answer of={receipt} label="Signing the receipt">
      {({ receipt: text }) => (
        <Answer of={keys} label="Fetching the keys">
          {({ keys: known }) => (
            <div className="stack">
              <Checked text={text} keys={known} record={record} />
              <Code text={text} label="The receipt" />
              <h3>Verify it elsewhere</h3>
              <Code text={commandsFor(record.decision_id)} label="Commands that verify it" />
            </div>
          )}
        </Answer>
      )}
    </Answer>
  );
}

interface CheckedProps {
  readonly text: string;
  readonly keys: readonly object[];
  readonly record: LogRecord;
}

function Checked({ text, keys, record }: CheckedProps) {
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  const check = useQuery({
    queryKey: ['receipt-check', text, keys, record],
    queryFn: () => verifyReceipt(text, keys, record, subtle),
    staleTime: Infinity,
  });
  return (
    <Answer of={check} label="Checking the signature" lines={1}>
      {(verdict) => <Said verdict={verdict} />}
    </Answer>
  );
}

function Said({ verdict }: { readonly verdict: ReceiptVerdict }) {
  switch (verdict.result) {
    case 'good':
      return (
        <Notice tone="good" title="Verified" isNews>
          <p>
            The published key <Foreign text={verdict.kid} mono /> signed exactly the record shown
            here.
          </p>
        </Notice>
      );
    case 'bad':
      return (
        <Notice tone="bad" title="This receipt proves nothing" isNews>
          <p>{verdict.why}</p>
        </Notice>
      );
    case 'unable':
      return (
        <Notice tone="warning" title="Not verified here" isNews>
          <p>{verdict.why} The commands below verify it.</p>
        </Notice>
      );
  }
}

/** What fetches a receipt and the keys, and verifies one with the other. */
function commandsFor(decisionId: string): string {
  const receipt = `${curlOf(`/v1/audit/${decisionId}/receipt`)} \\\n  | sed 's/.*"receipt":"\\([^"]*\\)".*/\\1/' > receipt.txt`;
  return [
    receipt,
    `${curlOf('/.well-known/safeai-keys.json')} > safeai-keys.json`,
    'node node_modules/@safeai/audit/dist/verify/safeai-verify.js --receipt receipt.txt --jwks safeai-keys.json',
  ].join('\n');
}
