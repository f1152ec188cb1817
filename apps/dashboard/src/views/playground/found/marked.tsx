import { Tooltip } from '../../../ui/tooltip.tsx';
import { shownText } from '../../../ui/shown-text.ts';
import type { Finding } from './marked-text.tsx';
import type { PartRange } from './parts.ts';
import type { Segment } from './segments.ts';

interface MarkedProps {
  readonly words: string;
  readonly piece: Segment;
  /** What the numbers of the piece mean. */
  readonly ranges: readonly PartRange[];
  readonly detections: readonly Finding[];
  readonly chosen: number | null;
  readonly onChoose: (finding: number) => void;
}

/** Most findings that the words beside a mark name. */
const MOST_NAMED = 6;

/** A piece of the text that findings cover. The list of findings leads here by the keyboard too. */
export function Marked({ words, piece, ranges, detections, chosen, onChoose }: MarkedProps) {
  const findings = piece.of.flatMap((place) => ranges[place] ?? []);
  const of = findings.map(({ finding }) => finding);
  const begins = findings
    .filter(({ start }) => start === piece.start)
    .map(({ finding }) => String(finding + 1));
  const named = of.slice(0, MOST_NAMED).map((finding) => {
    const { detector = '', tags = [] } = detections[finding] ?? {};
    return shownText(`${finding + 1}. ${detector}: ${tags.join(', ')}`, 160).text;
  });
  const innermost = of.at(-1);
  return (
    <Tooltip says={named.join('\n')}>
      <mark
        className="playground-mark"
        data-of={of.join(' ')}
        data-depth={Math.min(of.length, 3)}
        data-chosen={chosen !== null && of.includes(chosen) ? '' : undefined}
        data-begins={begins.length === 0 ? undefined : begins.join(' ')}
        onClick={() => {
          if (innermost !== undefined) onChoose(innermost);
        }}
      >
        {words}
      </mark>
    </Tooltip>
  );
}
