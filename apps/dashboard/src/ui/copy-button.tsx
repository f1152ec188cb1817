import { useState } from 'react';
import { IconButton } from './button.tsx';

/** Puts a text where it can be pasted from, and says so. */
export function CopyButton({
  text,
  label = 'Copy',
}: {
  readonly text: string;
  readonly label?: string;
}) {
  const [done, setDone] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = (): void => {
    // Browsers give no clipboard to pages that came without TLS from elsewhere.
    const written = (navigator.clipboard as Clipboard | undefined)?.writeText(text);
    if (written === undefined) setDone('failed');
    else
      written.then(
        () => {
          setDone('yes');
        },
        () => {
          setDone('failed');
        },
      );
  };
  const says = { no: label, yes: 'Copied', failed: 'The browser does not let this page copy' }[
    done
  ];
  return (
    <>
      <IconButton
        icon={done === 'yes' ? 'allow' : 'copy'}
        label={says}
        onClick={copy}
        onBlur={() => {
          setDone('no');
        }}
      />
      <span className="unseen" role="status">
        {done === 'no' ? '' : says}
      </span>
    </>
  );
}
