import { useId, useState } from 'react';
import { Link } from 'wouter';
import { Button, IconButton } from '../../ui/button.tsx';
import { Foreign } from '../../ui/foreign.tsx';
import { Popover } from '../../ui/popover.tsx';
import { auditPath } from './audit-address.ts';
import { kept, LONGEST_NAME, withView } from './kept.ts';

/** Searches that the user gave a name; this browser keeps them. */
export function SavedViews({ search }: { readonly search: string }) {
  const [views, setViews] = useState(kept.views);
  const [name, setName] = useState('');
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const keep = (next: typeof views): void => {
    setViews(next);
    kept.setViews(next);
  };
  return (
    <Popover
      label="Saved views"
      isOpen={isOpen}
      onOpen={setOpen}
      content={
        <div className="stack audit-saved">
          {views.length === 0 ? <p className="soft">None yet.</p> : null}
          <ul>
            {views.map((view) => (
              <li key={view.name} className="spread">
                <Link
                  href={auditPath(view.search)}
                  onClick={() => {
                    setOpen(false);
                  }}
                >
                  <Foreign text={view.name} />
                </Link>
                <IconButton
                  icon="close"
                  label={`Forget ${view.name}`}
                  onClick={() => {
                    keep(views.filter((each) => each !== view));
                  }}
                />
              </li>
            ))}
          </ul>
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() === '') return;
              keep(withView(views, { name: name.trim(), search }));
              setName('');
            }}
          >
            <label className="unseen" htmlFor={id}>
              Name for this search
            </label>
            <input
              id={id}
              className="input audit-saved-name"
              maxLength={LONGEST_NAME}
              placeholder="Name for this search"
              value={name}
              onChange={(event) => {
                setName(event.target.value);
              }}
            />
            <Button type="submit">Save</Button>
          </form>
        </div>
      }
    >
      <Button icon="down">Saved views</Button>
    </Popover>
  );
}
