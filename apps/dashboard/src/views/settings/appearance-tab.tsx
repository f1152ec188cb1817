import { useState } from 'react';
import { useTheme, type ThemeChoice } from '../../ui/theme.ts';
import { Card } from '../../ui/card.tsx';
import { Time } from '../../ui/time.tsx';
import { utcTime } from '../../ui/time-words.ts';

const THEMES: readonly [ThemeChoice, string, string][] = [
  ['system', 'As the system', 'Light or dark, and it changes with the system'],
  ['light', 'Light', 'Dark letters on light'],
  ['dark', 'Dark', 'Light letters on dark'],
];

/** How this page looks in this browser. */
export default function AppearanceTab() {
  const { choice, choose } = useTheme();
  return (
    <div className="settings-cards">
      <Card title="Theme">
        <fieldset className="settings-choices">
          <legend className="unseen">Theme</legend>
          {THEMES.map(([id, words, about]) => (
            <label key={id}>
              <input
                type="radio"
                name="theme"
                value={id}
                checked={choice === id}
                onChange={() => {
                  choose(id);
                }}
              />
              <span>
                {words}
                <span className="soft small">{about}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <p className="soft small">It is kept in this browser, for this server.</p>
      </Card>
      <Card title="Times">
        <Times />
      </Card>
    </div>
  );
}

function Times() {
  const [now] = useState(() => Date.now());
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  return (
    <div className="stack">
      <dl className="facts">
        <dt>Zone</dt>
        <dd>{timeZone}</dd>
        <dt>Language</dt>
        <dd>{locale}</dd>
        <dt>Here</dt>
        <dd>
          <Time at={new Date(now).toISOString()} />
        </dd>
        <dt>On record</dt>
        <dd>{utcTime(now)}</dd>
      </dl>
      <p className="soft small">
        Both are those of this browser. A time in UTC shows while the pointer or the focus is on it.
      </p>
    </div>
  );
}
