import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { COLUMNS } from './columns.tsx';

interface ColumnChoiceProps {
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}

/** Which columns the list has beside the time. */
export function ColumnChoice({ chosen, onChoose }: ColumnChoiceProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label="Columns"
      isOpen={isOpen}
      onOpen={setOpen}
      content={
        <fieldset className="audit-columns">
          <legend className="unseen">Columns that are shown</legend>
          {COLUMNS.map(({ id, title }) => {
            const isShown = chosen.includes(id);
            return (
              <label key={id} className="row">
                <input
                  type="checkbox"
                  checked={isShown}
                  disabled={isShown && chosen.length === 1}
                  onChange={() => {
                    const next = isShown ? chosen.filter((each) => each !== id) : [...chosen, id];
                    onChoose(COLUMNS.map((each) => each.id).filter((each) => next.includes(each)));
                  }}
                />
                {title}
              </label>
            );
          })}
        </fieldset>
      }
    >
      <Button icon="down">Columns</Button>
    </Popover>
  );
}
