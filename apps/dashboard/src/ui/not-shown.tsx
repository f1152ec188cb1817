import { Button } from './button.tsx';
import { Foreign } from './foreign.tsx';
import { Notice } from './notice.tsx';

interface NotShownProps {
  readonly error: Error;
  /** A file of the page did not come. */
  readonly isFile: boolean;
  readonly onRetry: () => void;
}

/** In the place of what failed while it was shown: most likely the server's answer is not as this page knows it. */
export function NotShown({ error, isFile, onRetry }: NotShownProps) {
  return (
    <Notice
      tone="bad"
      title={isFile ? 'A part of this page did not come' : 'This cannot be shown'}
      isNews
    >
      <p>
        {isFile
          ? 'The server cannot be reached, or has another version of the page now.'
          : 'The answer of the server is not what this page expects: they may be of different versions, or something between them answers.'}
      </p>
      <p className="small soft">
        <Foreign text={error.message} mono />
      </p>
      <p>
        <Button icon="reload" onClick={onRetry}>
          Try again
        </Button>
      </p>
    </Notice>
  );
}
