export const day = 86_400;

/** The time so many seconds after another. */
export function later(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
