import type { WireDecision } from '@safeai/api';
import type { Colours } from './colours.ts';
import { printable } from './printable.ts';

type Action = WireDecision['action'];

/** An action in the colour that goes with it. */
export function colouredAction(action: Action, colours: Colours): string {
  switch (action) {
    case 'allow':
      return colours.green(action);
    case 'flag':
    case 'redact':
      return colours.yellow(action);
    case 'pending_approval':
    case 'block':
      return colours.red(action);
  }
}

/** `block: Secret detected in input (default-secret-detection)`. */
export function verdictLine(decision: WireDecision, colours: Colours): string {
  const rule = printable(decision.policy_name ?? 'default action');
  const shadow = decision.would_have;
  const wouldHave = shadow === undefined ? '' : `; with the shadow rules: ${shadow.action}`;
  const action = colours.bold(colouredAction(decision.action, colours));
  return `${action}: ${printable(decision.reason)} ${colours.dim(`(${rule}${wouldHave})`)}`;
}
