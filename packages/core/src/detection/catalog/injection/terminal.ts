import type { DetectorRule } from '../../rule.ts';
import { wording } from './shape.ts';

const ESC = '\u001b';

/** Control sequences with which a text acts on the terminal that shows it. Colours, links and progress bars are left alone. */
export const TERMINAL_RULES: readonly DetectorRule[] = [
  wording({
    id: 'injection-terminal-command',
    kind: 'indirect',
    // Clipboard, font, notification, whatever iTerm2 is told; text that is not shown.
    anchors: [']9;', ']50;', ']52;', ']1337;', '[8m'].map((command) => ESC + command),
    pattern: '\\u001b(?:\\](?:9|50|52|1337);|\\[8m)',
    maxLength: 8,
    confidence: 0.6,
    source: 'https://invisible-island.net/xterm/ctlseqs/ctlseqs.html',
    examples: {
      positive: [`${ESC}]52;c;aGk=\u0007`, `${ESC}[8mnot shown${ESC}[0m`],
      negative: [`${ESC}[31mred${ESC}[0m`, ']52;c;', `${ESC}]8;;https://example.com\u0007`],
    },
  }),
];
