/** Has every page of a context count its frames and note its long tasks (over 50 ms), from its start on. */
export function installProbe(context) {
  return context.addInitScript(() => {
    const probe = (globalThis.probe = { tasks: [], frames: [] });
    new globalThis.PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) probe.tasks.push(duration);
    }).observe({ type: 'longtask' });
    const frame = (now) => {
      probe.frames.push(now);
      globalThis.requestAnimationFrame(frame);
    };
    globalThis.requestAnimationFrame(frame);
  });
}

/**
 * What a page did while something went on.
 *
 * @param meanwhile what goes on
 * @returns `long` (how many long tasks), `longest` (ms; 0 where none took 50), `fps` (frames a second on the whole),
 *   `gap` (the longest time between two frames, in ms)
 */
export async function probed(page, meanwhile) {
  await page.evaluate(() => {
    globalThis.probe.tasks.length = 0;
    globalThis.probe.frames.length = 0;
  });
  await meanwhile();
  const { tasks, frames } = await page.evaluate(() => globalThis.probe);
  const gaps = frames.slice(1).map((at, index) => at - frames[index]);
  return {
    long: tasks.length,
    longest: Math.max(0, ...tasks),
    fps: (gaps.length * 1000) / (frames.at(-1) - frames[0]),
    gap: Math.max(...gaps),
  };
}

/** A row of a table. */
export function told({ long, longest, fps, gap }) {
  return {
    'long tasks': long,
    'longest, ms': longest.toFixed(0),
    'frames/s': fps.toFixed(0),
    'longest frame, ms': gap.toFixed(0),
  };
}
