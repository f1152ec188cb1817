const DAY = 86_400;

/** Whole seconds until a moment; 0 from then on. Both in milliseconds since the epoch. */
export function secondsLeft(moment: number, now: number): number {
  return Math.max(0, Math.ceil((moment - now) / 1000));
}

/** A time that is left: `4:59`, `1:59:32`, `2 d 3 h`. @param seconds whole, 0 or more */
export function countdownWords(seconds: number): string {
  if (seconds >= DAY)
    return `${Math.floor(seconds / DAY)} d ${Math.floor((seconds % DAY) / 3600)} h`;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0
    ? `${minutes}:${rest}`
    : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** How much a time that is left presses. */
export function urgency(seconds: number): 'none' | 'soon' | 'now' {
  if (seconds > 300) return 'none';
  return seconds > 60 ? 'soon' : 'now';
}
