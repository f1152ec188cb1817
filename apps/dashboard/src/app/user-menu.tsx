import { useSession } from '../session/session-context.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { useTheme, type ThemeChoice } from '../ui/theme.ts';

const THEMES: readonly [ThemeChoice, string][] = [
  ['system', 'Theme of the system'],
  ['light', 'Light theme'],
  ['dark', 'Dark theme'],
];

/** Who is signed in, and what goes with that. */
export default function UserMenu({ onHelp }: { readonly onHelp: () => void }) {
  const { user, roles, signOut } = useSession();
  const { choice, choose } = useTheme();
  return (
    <Menu
      isOpenAtFirst
      label={
        <>
          <bdi className="foreign">{user}</bdi>
          <br />
          {roles.join(', ')}
        </>
      }
      actions={[
        ...THEMES.map(([id, words]) => ({
          id,
          label: (
            <>
              <span>{words}</span>
              {choice === id ? <Icon name="allow" /> : null}
            </>
          ),
          onChoose: () => {
            choose(id);
          },
        })),
        { id: 'help', label: 'Keyboard and help', onChoose: onHelp },
        {
          id: 'out',
          label: 'Sign out',
          onChoose: () => {
            void signOut();
          },
        },
      ]}
    >
      <Button kind="quiet" icon="user" aria-label={`Signed in as ${user}`}>
        <Icon name="down" size={12} />
      </Button>
    </Menu>
  );
}
