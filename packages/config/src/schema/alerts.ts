import { SEVERITIES, alertChannel } from './alert-channels.ts';
import { block, choice, duration, flag, integer, list, object, text } from './builders.ts';

const words = (description: string) =>
  list(text({ description: 'Name or glob.' }), { description });

/** What alerts are told apart by. */
const LABELS = ['tenant', 'event', 'policy', 'agent', 'tool'] as const;

const labels = (description: string) =>
  list(choice(LABELS, { description: 'Label.' }), { description });

const inhibition = object(
  {
    source: text({ description: 'Names of rules.', required: true, format: 'glob' }),
    target: text({ description: 'Names of rules.', required: true, format: 'glob' }),
    equal: labels('What both alerts must have in common. Nothing if absent.'),
  },
  { description: 'While an alert of the source goes on, alerts of the target are held back.' },
);

const rule = object(
  {
    name: text({ description: 'Unique name.', required: true }),
    events: words('Events, such as `scan.blocked` or `approval.*`. All if absent.'),
    actions: words('Actions of the decision, such as `block`.'),
    boundaries: words('Boundaries: `input`, `action`, `output`, `memory`.'),
    policies: words('Names of policy rules.'),
    agents: words('Agent ids.'),
    tools: words('Tool names.'),
    tenants: words('Tenant ids.'),
    data_tags: words('Tags; a tag stands for its children too.'),
    severity: choice(SEVERITIES, { description: 'How grave the alert is.', default: 'warning' }),
    threshold: integer({
      description: 'So many events within the window raise the alert.',
      default: 1,
      minimum: 1,
    }),
    window: duration({
      description: 'Time in which events are counted. The alert is over after so long without one.',
      default: '15m',
    }),
    cooldown: duration({
      description: 'Quiet time after an alert: news of it waits so long.',
      default: '1m',
    }),
    group_by: labels(
      'Events that have these in common are one alert. `[tenant, event]` if absent, `[tenant]` with `resolve_events`.',
    ),
    resolve: flag({
      description: 'Whether channels are told that the alert is over, and pagers close theirs.',
      default: false,
    }),
    resolve_events: words('Events that end the alert. Until then it goes on, however quiet it is.'),
    channels: list(text({ description: 'Id of a channel.' }), {
      description: 'Ids of the channels to tell. All if absent.',
    }),
  },
  { description: 'When an alert is raised.' },
);

/** `alerts`: whom to tell about what. */
export const alerts = block('Alerts about blocked requests, budgets and system events.', {
  channels: list(alertChannel, { description: 'Where alerts are sent.', default: [] }),
  rules: list(rule, {
    description: 'When an alert is raised. Blocks, budgets and failures if there is none.',
    default: [],
  }),
  inhibit: list(inhibition, {
    description: 'Alerts that hold others back. Those that go with the shipped rules if absent.',
  }),
  group_wait: duration({
    description: 'How long the first alert of a group waits for others. A critical one does not.',
    default: '30s',
  }),
  repeat_interval: duration({
    description: 'When an alert that goes on is sent again.',
    default: '4h',
  }),
});
