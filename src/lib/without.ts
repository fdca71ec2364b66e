/** The same object without these of its fields. */
export const without = <Whole extends object, Name extends keyof Whole & string>(
  whole: Whole,
  ...names: readonly Name[]
): Omit<Whole, Name> => {
  const left = new Set<string>(names)
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !left.has(name))) as Omit<Whole, Name>
}
