import { useDeferredValue, useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { download } from '../../../ui/download.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Field } from '../../../ui/field.tsx';
import { countWords } from '../../../ui/figures.ts';
import { ConfigNodes } from './config-nodes.tsx';
import { configTree, countSettings, foundIn } from './config-tree.ts';

interface SettingsCardProps {
  readonly config: Readonly<Record<string, unknown>>;
}

/** Every setting as a tree, with a search that is in the address. */
export function SettingsCard({ config }: SettingsCardProps) {
  const [search, setSearch] = useSearchParams();
  const [isAllOpen, setAllOpen] = useState(false);
  const text = search.get('find') ?? '';
  const sought = useDeferredValue(text);
  const tree = useMemo(() => configTree(config), [config]);
  const found = useMemo(() => foundIn(tree, sought), [tree, sought]);
  const isSearch = sought.trim() !== '';
  const isOpenAtFirst = isSearch || isAllOpen;
  const all = countWords(countSettings(tree));
  return (
    <Card
      isFlush
      title="Settings"
      actions={
        <span className="soft small" aria-live="polite">
          {isSearch ? `${countWords(countSettings(found))} of ${all}` : all} settings
        </span>
      }
    >
      <div className="settings-bar">
        <Field label="Find a setting" isLabelUnseen>
          {(field) => (
            <input
              {...field}
              data-search=""
              type="search"
              autoComplete="off"
              spellCheck={false}
              placeholder="Find a setting by its name or value"
              value={text}
              onChange={({ target: { value } }) => {
                setSearch(value === '' ? TAB : { ...TAB, find: value }, { replace: true });
              }}
            />
          )}
        </Field>
        <Button
          aria-pressed={isAllOpen}
          onClick={() => {
            setAllOpen(!isAllOpen);
          }}
        >
          Open all
        </Button>
        <Button
          icon="download"
          onClick={() => {
            download('safeai-config.json', 'application/json', JSON.stringify(config, null, 2));
          }}
        >
          Save as JSON
        </Button>
      </div>
      {found.length === 0 ? (
        <Empty title="No setting is called or set so">
          <p className="soft">The search looks at names and values, not at texts of secrets.</p>
        </Empty>
      ) : (
        // Another search begins with everything open, none with everything closed.
        <ConfigNodes key={String(isOpenAtFirst)} nodes={found} isOpenAtFirst={isOpenAtFirst} />
      )}
    </Card>
  );
}

const TAB = { tab: 'configuration' } as const;
