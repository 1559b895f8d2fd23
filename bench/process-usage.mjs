import { readFileSync } from 'node:fs';

/**
 * What the kernel has counted of a process so far, from outside: the seconds of processor time of all its threads, and the
 * most memory that it ever had, in megabytes. Linux only.
 *
 * @returns `null` when the process has ended
 */
export function processUsage(pid) {
  try {
    const times = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    // Clock ticks are hundredths of a second.
    return kilobytes === undefined
      ? null
      : { seconds: (Number(times[11]) + Number(times[12])) / 100, memory: Math.round(kilobytes / 1024) };
  } catch {
    return null;
  }
}
