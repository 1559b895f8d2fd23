/** How often the clock is looked at, in milliseconds. */
const tick = 20;

/**
 * Starts a watch that counts only the time that the machine gave to this process: a machine that is busy with
 * something else keeps timers waiting while the process does nothing.
 */
export function startOwnTime(): { stop(): number } {
  let kept = 0;
  let last = Date.now();
  let cpu = process.cpuUsage();
  const begun = last;
  const look = () => {
    const now = Date.now();
    const { user, system } = process.cpuUsage(cpu);
    kept += Math.max(0, now - last - Math.max(tick, (user + system) / 1000));
    last = now;
    cpu = process.cpuUsage();
  };
  const timer = setInterval(look, tick);
  return {
    stop() {
      clearInterval(timer);
      look();
      return last - begun - kept;
    },
  };
}
