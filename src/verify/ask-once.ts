/** The answer to a question that was asked before, by its name; else asks, and keeps the answer. */
export function askOnce<T>(answers: Map<string, T>, name: string, ask: () => T): T {
  const answer = answers.get(name) ?? ask();
  answers.set(name, answer);
  return answer;
}
