import { useEffect, useEffectEvent, useState } from 'react';
import { useSettled } from '../../data/use-settled.ts';

/** How long the typing has to stop. Milliseconds. */
const PAUSE_MS = 250;

interface SettledInputProps {
  readonly label: string;
  readonly placeholder: string;
  /** It is where `/` goes. */
  readonly isSearch?: boolean;
  readonly value: string;
  readonly onSettle: (value: string) => void;
}

/** A text that is taken when the typing stops. A value that comes from elsewhere takes its place. */
export function SettledInput({
  label,
  placeholder,
  isSearch = false,
  value,
  onSettle,
}: SettledInputProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  const settled = useSettled(typed, PAUSE_MS);
  const settle = useEffectEvent((next: string) => {
    if (next !== typed || next === value) return;
    setKnown(next);
    onSettle(next);
  });
  useEffect(() => {
    settle(settled);
  }, [settled]);
  return (
    <input
      className="input live-text"
      type="search"
      aria-label={label}
      placeholder={placeholder}
      data-search={isSearch || undefined}
      autoComplete="off"
      spellCheck={false}
      maxLength={256}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
      }}
    />
  );
}
