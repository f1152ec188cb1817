import { useRoute } from '../../../data/use-route.ts';
import { useSession } from '../../../session/session-context.ts';
import { Foreign } from '../../../ui/foreign.tsx';

/** Says where a name is a sign-in that what is decided is on record as unverified. */
export function Unverified() {
  const { user } = useSession();
  const { data } = useRoute('session_options');
  const isByName = data?.users.some(({ user_id }) => user_id === user) ?? false;
  if (!isByName) return null;
  return (
    <p className="small soft">
      You decide as <Foreign text={user} most={80} />. On this machine the server takes a name for a
      sign-in: what is decided so is on record as <strong>unverified</strong>.
    </p>
  );
}
