import { useId, type ReactNode } from 'react';

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly problem?: string | null | undefined;
  /** The label is said, not shown. */
  readonly isLabelUnseen?: boolean;
  readonly children: (described: {
    readonly id: string;
    readonly className: 'input';
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': true | undefined;
  }) => ReactNode;
}

/** An input with its label, what to know of it, and what is wrong with it. */
export function Field({ label, hint, problem, isLabelUnseen = false, children }: FieldProps) {
  const id = useId();
  const isWrong = problem !== undefined && problem !== null;
  const described = [hint === undefined ? '' : `${id}-hint`, isWrong ? `${id}-problem` : '']
    .filter((each) => each !== '')
    .join(' ');
  return (
    <div className="field">
      <label htmlFor={id} className={isLabelUnseen ? 'unseen' : undefined}>
        {label}
      </label>
      {children({
        id,
        className: 'input',
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': isWrong ? true : undefined,
      })}
      {hint === undefined ? null : (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {isWrong ? (
        <span className="field-problem foreign" id={`${id}-problem`} role="alert">
          {problem}
        </span>
      ) : null}
    </div>
  );
}
