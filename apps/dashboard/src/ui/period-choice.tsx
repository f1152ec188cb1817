interface PeriodChoiceProps<Period extends string> {
  /** Each, and in words. */
  readonly periods: readonly (readonly [period: Period, words: string])[];
  readonly chosen: Period;
  readonly onChoose: (period: string) => void;
}

/** Chooses the time that a page is about. */
export function PeriodChoice<Period extends string>({
  periods,
  chosen,
  onChoose,
}: PeriodChoiceProps<Period>) {
  return (
    <label>
      <span className="unseen">Period</span>
      <select
        className="input"
        value={chosen}
        onChange={(event) => {
          onChoose(event.target.value);
        }}
      >
        {periods.map(([period, words]) => (
          <option key={period} value={period}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
