import type { ButtonHTMLAttributes } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly icon?: IconName;
  /** Why it cannot be pressed: it stays reachable, and says so. */
  readonly refused?: string | null | undefined;
  /** What was asked for is under way. */
  readonly busy?: boolean;
}

/** A button. One that may not be pressed says why. */
export function Button({
  kind = 'plain',
  icon,
  refused = null,
  busy = false,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const isOff = refused !== null || busy;
  const button = (
    <button
      {...rest}
      type={type}
      className="button"
      data-kind={kind}
      aria-disabled={isOff || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (isOff) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  );
  return refused === null ? button : <Tooltip says={refused}>{button}</Tooltip>;
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'busy'> {
  readonly icon: IconName;
  /** What it does. */
  readonly label: string;
}

/** A button that shows an icon alone; its label is said, and shown on hover and focus. */
export function IconButton({
  icon,
  label,
  kind = 'quiet',
  refused = null,
  ...rest
}: IconButtonProps) {
  const button = (
    <button
      type="button"
      {...rest}
      className="button"
      data-kind={kind}
      data-icon=""
      aria-label={label}
      aria-disabled={refused !== null || undefined}
      onClick={refused === null ? rest.onClick : undefined}
    >
      <Icon name={icon} />
    </button>
  );
  return <Tooltip says={refused ?? label}>{button}</Tooltip>;
}
