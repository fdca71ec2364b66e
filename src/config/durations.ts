const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 }

/** Seconds of a duration in the config: a number is hours, a text carries its unit. Null when it says nothing. */
export function seconds(value: number | string): number | null {
  if (typeof value === 'number') return Math.round(value * 3600)
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(m|h|d)$/.exec(value.trim()) ?? []
  return amount && unit ? Math.round(Number(amount) * (UNITS[unit] ?? 0)) : null
}
