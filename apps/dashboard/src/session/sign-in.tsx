import type { AnswerOf } from '@safeai/client';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { useRoute } from '../data/use-route.ts';
import { Answer } from '../ui/answer.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Field } from '../ui/field.tsx';
import { Foreign } from '../ui/foreign.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { shownText } from '../ui/shown-text.ts';
import { remembered } from './remembered.ts';
import type { SignedIn } from './session-context.ts';
import type { SignInReason } from './sign-in-reason.ts';
import { openSession } from './who-is-signed-in.ts';

type Options = AnswerOf<'session_options'>;

interface SignInProps {
  readonly reason: SignInReason;
  readonly onSignedIn: (signedIn: SignedIn) => void;
}

/** The ways in that this server offers to this caller. */
export function SignIn({ reason, onSignedIn }: SignInProps) {
  const options = useRoute('session_options');
  useEffect(() => {
    document.title = 'Sign in · SafeAI';
  }, []);
  return (
    <div className="sign-in">
      <main>
        <h1 className="row">
          <Icon name="approvals" size={24} />
          Sign in to SafeAI
        </h1>
        {reason === 'ended' ? (
          <Notice tone="warning" title="The session has ended" isNews>
            <p>Sign in again: you come back to the page where you were.</p>
          </Notice>
        ) : null}
        <Answer of={options} label="Asking how to sign in">
          {(data) => <Ways options={data} onSignedIn={onSignedIn} />}
        </Answer>
      </main>
    </div>
  );
}

function Ways({
  options,
  onSignedIn,
}: { readonly options: Options } & Pick<SignInProps, 'onSignedIn'>) {
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const open = (user: string | null, key: string | null): void => {
    setBusy(true);
    setError(null);
    openSession({
      ...(key === null ? {} : { headers: { 'x-safeai-key': key } }),
      body: user === null ? {} : { user_id: user },
    }).then(
      (signedIn) => {
        remembered.setUser(user ?? '');
        onSignedIn(signedIn);
      },
      (failure: unknown) => {
        setBusy(false);
        setError(failure as Error);
      },
    );
  };
  const { as, users, oidc } = options;
  return (
    <div className="stack">
      {error === null ? null : <ErrorPanel error={error} />}
      {as === null ? null : (
        <Button
          kind="primary"
          busy={isBusy}
          onClick={() => {
            open(null, null);
          }}
        >
          <span>
            Go on as <Foreign text={as.user} most={80} />
          </span>
        </Button>
      )}
      {users.length === 0 ? null : (
        <ByName
          users={users}
          isBusy={isBusy}
          onOpen={(user) => {
            open(user, null);
          }}
        />
      )}
      {oidc ? (
        <a className="button" href={`/v1/session/oidc?return_to=${encodeURIComponent(here())}`}>
          Sign in with the identity provider
        </a>
      ) : null}
      <ByKey
        isBusy={isBusy}
        isFirst={users.length === 0}
        onBegin={() => {
          setError(null);
        }}
        onOpen={(key) => {
          open(null, key);
        }}
      />
    </div>
  );
}

/** Where to come back to. */
function here(): string {
  return `${location.pathname}${location.search}`;
}

interface ByNameProps {
  readonly users: Options['users'];
  readonly isBusy: boolean;
  readonly onOpen: (user: string) => void;
}

function ByName({ users, isBusy, onOpen }: ByNameProps) {
  const [chosen, setChosen] = useState(users[0]?.user_id ?? '');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onOpen(chosen);
  };
  return (
    <form className="card card-body stack" onSubmit={submit}>
      <Field
        label="User"
        hint="On this machine the server believes the name; what you decide is on record as unverified."
      >
        {(field) => (
          <select
            {...field}
            value={chosen}
            onChange={(event) => {
              setChosen(event.target.value);
            }}
          >
            {users.map(({ user_id, role, tenants }) => (
              <option key={user_id} value={user_id}>
                {shownText(`${user_id} (${role}, ${tenantWords(tenants)})`, 120).text}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Button kind="primary" type="submit" busy={isBusy}>
        Sign in
      </Button>
    </form>
  );
}

function tenantWords(tenants: readonly string[]): string {
  return tenants.includes('*') ? 'all tenants' : tenants.join(', ');
}

interface ByKeyProps {
  readonly isBusy: boolean;
  readonly isFirst: boolean;
  /** What was said of the last try holds no more. */
  readonly onBegin: () => void;
  readonly onOpen: (key: string) => void;
}

/** The key is sent once, for a session, and kept nowhere. */
function ByKey({ isBusy, isFirst, onBegin, onOpen }: ByKeyProps) {
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onBegin();
    const text = key.trim();
    if (!/^[\x21-\x7e]+$/.test(text))
      setProblem('A key has letters, figures and signs, without spaces.');
    else {
      setProblem(null);
      setKey('');
      onOpen(text);
    }
  };
  return (
    <form className="card card-body stack" onSubmit={submit}>
      <Field
        label="API key"
        problem={problem}
        hint="It is exchanged for a session and forgotten. Without one: safeai keys create --role auditor --user NAME"
      >
        {(field) => (
          <input
            {...field}
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={key}
            onChange={(event) => {
              setKey(event.target.value);
            }}
          />
        )}
      </Field>
      <Button kind={isFirst ? 'primary' : 'plain'} type="submit" busy={isBusy}>
        Sign in with the key
      </Button>
    </form>
  );
}
