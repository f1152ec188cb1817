import { useState } from 'react';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { countSettings, MASK, type ConfigNode, type Section, type Setting } from './config-tree.ts';

interface ConfigNodesProps {
  readonly nodes: readonly ConfigNode[];
  /** Whether sections are open when they are first shown. */
  readonly isOpenAtFirst: boolean;
}

/** Settings, and sections that open; what is in a closed one is not made. */
export function ConfigNodes({ nodes, isOpenAtFirst }: ConfigNodesProps) {
  return (
    <ul className="settings-nodes">
      {nodes.map((node) => (
        <li key={node.path}>
          {node.kind === 'setting' ? (
            <SettingRow setting={node} />
          ) : (
            <SectionRow section={node} isOpenAtFirst={isOpenAtFirst} />
          )}
        </li>
      ))}
    </ul>
  );
}

interface SectionRowProps {
  readonly section: Section;
  readonly isOpenAtFirst: boolean;
}

function SectionRow({ section, isOpenAtFirst }: SectionRowProps) {
  const { name, title, children } = section;
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const count = countSettings(children);
  return (
    <details
      open={isOpen}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary className="settings-summary">
        <Foreign text={name} mono most={120} />
        {title === null ? null : <Foreign text={title} most={120} />}
        <span className="soft small">
          {countWords(count)} {count === 1 ? 'setting' : 'settings'}
        </span>
      </summary>
      {isOpen ? <ConfigNodes nodes={children} isOpenAtFirst={isOpenAtFirst} /> : null}
    </details>
  );
}

/** How much of a value is shown, in characters. */
const MOST = 2000;

function SettingRow({ setting: { name, values } }: { readonly setting: Setting }) {
  return (
    <div className="settings-setting">
      <span className="soft">
        <Foreign text={name} mono most={120} />
        <span className="unseen">: </span>
      </span>
      <span className="row">
        {values.length === 0 ? <span className="soft">none</span> : null}
        {values.map((value, index) =>
          value === MASK ? (
            <span className="pill" key={index}>
              not shown
            </span>
          ) : (
            <code key={index}>
              <Foreign text={value} most={MOST} />
            </code>
          ),
        )}
      </span>
    </div>
  );
}
