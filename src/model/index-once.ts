/** An index of a value that does not change: built when it is used first, and kept as long as the value. */
export function indexOnce<T extends object, Index>(build: (value: T) => Index): (value: T) => Index {
  const indexes = new WeakMap<T, Index>();
  return (value) => {
    const known = indexes.get(value);
    if (known !== undefined) return known;
    const index = build(value);
    indexes.set(value, index);
    return index;
  };
}
