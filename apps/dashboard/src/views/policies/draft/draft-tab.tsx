import { useRef } from 'react';
import { Link } from 'wouter';
import { useRoute } from '../../../data/use-route.ts';
import { useSettled } from '../../../data/use-settled.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { download } from '../../../ui/download.ts';
import { DraftBegin } from './draft-begin.tsx';
import { DraftChanges } from './draft-changes.tsx';
import { DraftEditor, showPlace } from './draft-editor.tsx';
import { DraftStanding } from './draft-standing.tsx';
import { useDraft } from './draft.ts';
import { InForce } from './in-force.tsx';

/** How long nobody types before the draft is checked. Milliseconds. */
const PAUSE_MS = 400;

/** Rules that are being written: checked by the server as they are typed. They are nowhere but in this page. */
export default function DraftTab() {
  const area = useRef<HTMLTextAreaElement>(null);
  const { draft, write } = useDraft();
  const settled = useSettled(draft.text, PAUSE_MS);
  const isEmpty = settled.trim() === '';
  const check = useRoute(
    'policies_check',
    { body: { draft: settled } },
    { enabled: !isEmpty, keep: true },
  );
  const isChecking = settled !== draft.text || check.isFetching;
  return (
    <div className="stack">
      <div className="policies-desk">
        <Card
          isFlush
          title="Draft"
          actions={
            <span className="row">
              <DraftBegin />
              <CopyButton text={draft.text} label="Copy the draft" />
              <Button
                icon="download"
                refused={draft.text === '' ? 'The draft is empty' : null}
                onClick={() => {
                  download('policies-draft.yaml', 'application/yaml', draft.text);
                }}
              >
                Download
              </Button>
            </span>
          }
        >
          <DraftEditor
            area={area}
            text={draft.text}
            problems={isEmpty ? [] : (check.data?.problems ?? [])}
            onWrite={write}
          />
        </Card>
        <div className="stack">
          {isEmpty ? (
            <p className="soft">
              Write rules as <code>safeai.yaml</code> has them, with <code>policies</code>,{' '}
              <code>policy</code> and <code>tenants</code>, or begin with those in force or with a
              template.
            </p>
          ) : (
            <Answer of={check} label="Checking the draft">
              {(answer) => (
                <>
                  <DraftStanding
                    check={answer}
                    isChecking={isChecking}
                    onShow={(line, column) => {
                      if (area.current !== null) showPlace(area.current, line, column);
                    }}
                  />
                  {answer.ok ? <DraftChanges check={answer} /> : null}
                </>
              )}
            </Answer>
          )}
          {isEmpty ? null : (
            <p className="row">
              <Link className="button" href="/explain">
                Explain a sample under it
              </Link>
              <Link className="button" href="/replay">
                Replay what is on record
              </Link>
            </p>
          )}
          <InForce />
        </div>
      </div>
    </div>
  );
}
