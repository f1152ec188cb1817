import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { useMay, useSession } from '../session/session-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { matching, type Command } from './palette-match.ts';
import { useTheme } from '../ui/theme.ts';
import { VIEWS } from './views.ts';

interface PaletteProps {
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

type PaletteCommand = Command & { readonly icon: IconName; readonly run: () => void };

/** Goes anywhere and does what every page does, by a few letters. */
export default function Palette({ onClose, onHelp }: PaletteProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = matching(useCommands(onHelp), text);
  const chosen = found[Math.min(at, found.length - 1)];

  const chosenId = chosen === undefined ? undefined : `${id}-${chosen.id}`;
  useEffect(() => {
    if (chosenId !== undefined)
      document.getElementById(chosenId)?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);

  const run = (command: PaletteCommand | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, found.length - 1) + step + found.length) % found.length);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      run(chosen);
    }
  };
  return (
    <Dialog title="Go to" onClose={onClose}>
      <input
        className="input"
        role="combobox"
        aria-label="Command"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={chosenId}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder="A page, a decision id, an approval id, a command"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul className="palette-list" role="listbox" id={`${id}-list`} aria-label="Commands">
        {found.map((command) => (
          <li
            className="palette-option"
            role="option"
            key={command.id}
            id={`${id}-${command.id}`}
            aria-selected={command === chosen}
            onClick={() => {
              run(command);
            }}
          >
            <Icon name={command.icon} />
            <span>{command.title}</span>
            <span className="soft small">{command.about}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className="soft">Nothing is called that.</p> : null}
    </Dialog>
  );
}

function useCommands(onHelp: () => void): readonly PaletteCommand[] {
  const [, go] = useLocation();
  const may = useMay();
  const { signOut } = useSession();
  const { shown, choose } = useTheme();
  return [
    ...VIEWS.filter(({ needs }) => may(needs)).map(({ id, title, about, path }) => ({
      ...{ id, title, about, icon: id },
      run: () => {
        go(path);
      },
    })),
    ...(may('audit')
      ? [
          opening(
            'decision',
            'audit',
            'Open the decision',
            /^[0-9a-f]{8}-[0-9a-f-]{27}$/i,
            (id) => {
              go(`/audit/${id}`);
            },
          ),
        ]
      : []),
    ...(may('approvals')
      ? [
          opening('approval', 'approvals', 'Open the approval', /^ar-[A-Za-z0-9-]{1,61}$/, (id) => {
            go(`/approvals/${id}`);
          }),
        ]
      : []),
    {
      ...{
        id: 'theme',
        title: shown === 'dark' ? 'Light theme' : 'Dark theme',
        about: 'Change the colours',
        icon: 'sun' as const,
      },
      run: () => {
        choose(shown === 'dark' ? 'light' : 'dark');
      },
    },
    {
      id: 'help',
      title: 'Keyboard and help',
      about: 'All keys',
      icon: 'info' as const,
      run: onHelp,
    },
    {
      ...{ id: 'out', title: 'Sign out', about: 'End the session', icon: 'user' as const },
      run: () => {
        void signOut();
      },
    },
  ];
}

/** Opens what is named by an id that was typed or pasted. */
function opening(
  id: string,
  icon: IconName,
  title: string,
  takes: RegExp,
  open: (name: string) => void,
): PaletteCommand {
  let typed = '';
  return {
    ...{ id, icon, title, about: 'By its id' },
    takes: (text) => {
      typed = text;
      return takes.test(text);
    },
    run: () => {
      open(typed);
    },
  };
}
